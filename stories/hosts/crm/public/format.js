const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const whole = new Intl.NumberFormat('en-GB');
const share = new Intl.NumberFormat('en-GB', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const formatDay = (text) => (text ? day.format(new Date(text)) : '');
export const formatMoney = (amount) => (Number.isFinite(amount) ? money.format(amount) : '');
export const formatNumber = (n) => whole.format(n);
export const formatShare = (probability) => share.format(probability);
export const formatClock = (ms) => clock.format(new Date(ms));
export const plural = (n, one, many) => `${formatNumber(n)} ${n === 1 ? one : many}`;

export function formatBytes(n) {
  return n < 1_000 ? `${n} B` : `${(n / 1_000).toFixed(1)} kB`;
}

/** `+18.6 points`: the difference of two probabilities. */
export function formatPoints(difference) {
  const points = Math.abs(difference * 100).toFixed(1);
  if (points === '0.0') return 'no change';
  return `${difference > 0 ? '+' : '−'}${points} points`;
}

const dayMs = 86_400_000;
export const daysSince = (text) => Math.max(0, Math.floor((Date.now() - Date.parse(text)) / dayMs));
export const daysAgo = (days) => new Date(Date.now() - days * dayMs).toISOString();

export const statusLabels = { open: 'Open', converted: 'Redeemed', lost: 'Not redeemed' };
