const whole = new Intl.NumberFormat('en-GB');
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

export const formatNumber = (n: number): string => whole.format(n);
/** An instant in the reader's own time zone; a calendar day as it is. */
export const formatMoment = (instant: string): string =>
  instant.length === 10 ? formatDay(instant) : moment.format(new Date(instant));
export const formatDay = (instant: string): string => day.format(new Date(instant));
export const formatShare = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;
/** AUC and log loss: three digits, as they are usually compared. */
export const formatFigure = (value: number): string => value.toFixed(3);
export const formatBytes = (n: number): string =>
  n < 1_000 ? `${n} B` : n < 1_000_000 ? `${(n / 1_000).toFixed(1)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${formatNumber(n)} ${n === 1 ? one : many}`;
