import type { ReportOptions } from '@aicrm/models/card/report';
import type { RawTable } from '@aicrm/models/custom/raw-table';
import type { ReportCard } from '@aicrm/schema/report-card';

/** What every command that writes a card asks of the data's origin. */
export interface CardSourceFlags {
  readonly card?: string;
  readonly dataLicence?: string;
  readonly synthetic?: boolean;
}

export const sourceOf = ({ dataLicence, synthetic }: CardSourceFlags): ReportOptions => ({
  dataLicence: dataLicence ?? 'not stated (--data-licence states it)',
  ...(synthetic === undefined ? {} : { synthetic }),
});

export const cardText = (card: ReportCard): string => `${JSON.stringify(card, null, 2)}\n`;

export const writtenCard = (path: string | undefined): string =>
  path === undefined ? '' : `, card in ${path} ("aicrm card --card ${path}" draws it)`;

/** The columns that nobody named, as the card says them. */
export const otherColumns = (
  raw: RawTable,
  named: readonly (string | undefined)[],
): NonNullable<ReportOptions['refused']> =>
  raw.names
    .filter((name) => !named.includes(name))
    .slice(0, 500)
    .map((column) => ({
      column: column.slice(0, 200),
      reason: 'It was not named, and this model does not read other columns.',
    }));
