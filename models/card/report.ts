/** What whoever trains knows of the data and the model does not: it stands on the card as it is given. */
export interface ReportOptions {
  /** Terms and source of the data. */
  readonly dataLicence?: string;
  readonly synthetic?: boolean;
  /** Columns that were looked at and left out, each with the reason. */
  readonly refused?: readonly { readonly column: string; readonly reason: string }[];
}

/** The fields that every card takes from whoever trains. */
export const given = ({ dataLicence, synthetic, refused }: ReportOptions) => ({
  schemaVersion: 1 as const,
  dataLicence: dataLicence ?? "the tenant's own data",
  synthetic: synthetic ?? false,
  refused: refused ?? [],
});
