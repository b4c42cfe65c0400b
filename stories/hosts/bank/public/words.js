const whole = new Intl.NumberFormat('en-GB');
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** From left to right on a page of either direction. */
const isolated = (text) => `\u2066${text}\u2069`;

export const number = (n) => whole.format(n);
export const day = (instant) => isolated(date.format(new Date(instant)));
export const monthOf = (instant) => isolated(month.format(new Date(instant)));
export const percent = (share, digits = 0) => isolated(`${(100 * share).toFixed(digits)}\u00a0%`);
export const figure = (value) => value.toFixed(2);
export const kinds = { trees: 'Boosted trees', logistic: 'Logistic regression' };
/** `2009-Q2` as people say it. */
export const quarterWords = (quarter) => `${quarter.slice(5)} ${quarter.slice(0, 4)}`;
export const ordinal = (n) => ({ 2: 'second', 3: 'third', 4: 'fourth' })[n] ?? `${n}th`;
