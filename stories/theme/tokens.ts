import { styles as badgeStyles } from '@aicrm/widgets/score-badge/styles';
import { insightTokens } from '@aicrm/widgets/theme/insight-tokens';
import { panelTokens } from '@aicrm/widgets/theme/panel-tokens';
import { tokens } from '@aicrm/widgets/theme/tokens';

export type Scheme = 'light' | 'dark';
/** A colour for each scheme, as `#rrggbb`. */
export type Pair = Readonly<Record<Scheme, string>>;

/** The defaults of all colour tokens, read from the elements' own styles, so that this page cannot be out of date. */
export const defaults: ReadonlyMap<string, Pair> = new Map(
  [
    ...`${tokens}${panelTokens}${insightTokens}${badgeStyles}`.matchAll(
      /var\((--aicrm-color-[a-z-]+),\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)\)/g,
    ),
  ].map(([, name = '', light = '', dark = '']): [string, Pair] => [name, { light, dark }]),
);

/** Which ink must be read on which ground, and the least contrast that WCAG 2.2 AA asks: 4.5 for text, 3 for marks. */
export const readOn: readonly { readonly ink: string; readonly ground: string; readonly least: 3 | 4.5 }[] = [
  ...['text', 'text-muted', 'accent', 'raise-text', 'lower-text'].map((ink) => ({
    ink: `--aicrm-color-${ink}`,
    ground: '--aicrm-color-surface',
    least: 4.5 as const,
  })),
  ...['text', 'text-muted'].map((ink) => ({
    ink: `--aicrm-color-${ink}`,
    ground: '--aicrm-color-surface-sunken',
    least: 4.5 as const,
  })),
  ...['high', 'medium', 'low', 'risk'].map((band) => ({
    ink: `--aicrm-color-${band}`,
    ground: `--aicrm-color-${band}-surface`,
    least: 4.5 as const,
  })),
  ...['raise', 'lower', 'focus'].map((mark) => ({
    ink: `--aicrm-color-${mark}`,
    ground: '--aicrm-color-surface',
    least: 3 as const,
  })),
];

/** A colour's word: `--aicrm-color-text-muted` is "text muted". */
export const wordOf = (token: string): string => token.replace('--aicrm-color-', '').replaceAll('-', ' ');
