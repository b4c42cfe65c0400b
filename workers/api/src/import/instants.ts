import { fail, ok, type Result } from '@aicrm/schema/result';

export type DayOrder = 'ymd' | 'dmy' | 'mdy';

const weekMs = 7 * 86_400_000;
const timePart =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|z|UTC|[+-]\d{2}:?(?:\d{2})?)?$/;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * Reads a day or a moment and returns it as UTC text: `2017-03-04` or `2017-03-04T05:06:07Z`.
 *
 * Read are `YYYY-MM-DD` (also with `/`), `DD.MM.YYYY` and `D/M/YYYY` or `M/D/YYYY` where `order` says which, each with
 * an optional time (24 hours or am/pm) and an optional zone. A time without a zone is UTC. A slashed day that fits
 * both orders is refused unless `order` decides, since a wrong guess would go unnoticed.
 * @param shiftWeeks moves the result by whole weeks, so that weekdays stay.
 */
export function parseInstant(text: string, order?: DayOrder, shiftWeeks = 0): Result<string, string> {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const parts = /^([\d./-]+?)(?:[T\s]+(.+))?$/.exec(text.trim());
  if (!parts?.[1]) return fail(`"${shown}" is not a date.`);
  const day = parseDay(parts[1], shown, order);
  if (!day.ok) return day;
  const { year, month, day: dayOfMonth } = day.value;
  const midnight = Date.UTC(year, month - 1, dayOfMonth);
  const back = new Date(midnight);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== dayOfMonth)
    return fail(`"${shown}" is not a day of the calendar.`);
  if (year < 1900 || year > 2200) return fail(`"${shown}" is outside the years 1900 to 2200.`);
  const moved = midnight + shiftWeeks * weekMs;
  if (parts[2] === undefined) return ok(new Date(moved).toISOString().slice(0, 10));
  const time = parseTime(parts[2]);
  if (time === null) return fail(`"${shown}" has no readable time after its day.`);
  return ok(new Date(moved + time).toISOString().replace('.000Z', 'Z'));
}

function parseDay(text: string, shown: string, order?: DayOrder): Result<Day, string> {
  const ymd = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (ymd) return ok({ year: Number(ymd[1]), month: Number(ymd[2]), day: Number(ymd[3]) });
  const match = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text);
  if (!match) {
    const short = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$/.test(text);
    return fail(short ? `"${shown}" has a year of two digits: write four.` : `"${shown}" is not a date.`);
  }
  const first = Number(match[1]);
  const second = Number(match[3]);
  const year = Number(match[4]);
  const decided = order === 'dmy' || order === 'mdy' ? order : match[2] === '.' ? 'dmy' : undefined;
  if (decided === 'dmy') return ok({ year, month: second, day: first });
  if (decided === 'mdy') return ok({ year, month: first, day: second });
  if (first > 12) return ok({ year, month: second, day: first });
  if (second > 12 || first === second) return ok({ year, month: first, day: second });
  return fail(`"${shown}" can be day-month or month-day: set the column's day order to dmy or mdy.`);
}

/** Milliseconds since the UTC midnight of the day; null where the text is no time. */
function parseTime(text: string): number | null {
  const match = timePart.exec(text.trim());
  if (!match) return null;
  let hours = Number(match[1]);
  const minutes = Number(match[2]);
  const seconds = Number(match[3] ?? 0);
  const half = match[5]?.charAt(0).toLowerCase();
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return null;
    hours = (hours % 12) + (half === 'p' ? 12 : 0);
  }
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const milliseconds = Number((match[4] ?? '').padEnd(3, '0').slice(0, 3));
  const zone = /^([+-])(\d{2}):?(\d{2})?$/.exec(match[6] ?? '');
  const offset = zone ? (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3] ?? 0)) : 0;
  return ((hours * 60 + minutes - offset) * 60 + seconds) * 1000 + milliseconds;
}
