const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const whole = new Intl.NumberFormat('en-GB');
const share = [0, 1].map(
  (digits) => new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: digits }),
);
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const formatDay = (text) => (Number.isNaN(Date.parse(text ?? '')) ? '' : day.format(new Date(text)));
export const formatMoney = (amount) => (Number.isFinite(amount) ? money.format(amount) : '');
export const formatNumber = (n) => whole.format(n);

/** A probability as the badge writes it: one decimal below 10 % only, and never 0 or 100 %, which no model can know. */
export function formatShare(probability) {
  if (probability < 0.001) return `<\u2009${share[1].format(0.001)}`;
  if (probability > 0.99) return `>\u2009${share[0].format(0.99)}`;
  return share[probability < 0.0995 ? 1 : 0].format(probability);
}

export const formatClock = (ms) => clock.format(new Date(ms));
export const plural = (n, one, many) => `${formatNumber(n)} ${n === 1 ? one : many}`;

export function formatBytes(n) {
  return n < 1_000 ? `${n} B` : `${(n / 1_000).toFixed(1)} kB`;
}

/** A probability in per cent as `formatShare` rounds it. */
const roundedPercent = (probability) => {
  const within = Math.min(0.99, Math.max(0.001, probability));
  return Number((within * 100).toFixed(within < 0.0995 ? 1 : 0));
};

/** `+19 points`, `−0.4 points`: the difference of two probabilities as they are shown, so that the sum is right on screen. */
export function formatPoints(before, after) {
  const points = roundedPercent(after) - roundedPercent(before);
  const shown = Math.abs(points).toFixed(
    Number.isInteger(roundedPercent(before)) && Number.isInteger(roundedPercent(after)) ? 0 : 1,
  );
  if (Number(shown) === 0) return 'no change';
  return `${points > 0 ? '+' : '−'}${shown} ${shown === '1' ? 'point' : 'points'}`;
}

const dayMs = 86_400_000;
/** A number of days that reaches back to 1900 at most: whoever bounds a field by it can never make a day that is none. */
export const mostDays = 46_000;
export const daysSince = (text) => Math.max(0, Math.floor((Date.now() - Date.parse(text)) / dayMs));
/** @returns the instant that many days ago, or null where that is no day of the calendar. */
export const daysAgo = (days) =>
  Number.isFinite(days) && days >= 0 && days <= mostDays
    ? new Date(Date.now() - days * dayMs).toISOString()
    : null;

export const statusLabels = { open: 'Open', converted: 'Redeemed', lost: 'Not redeemed' };
