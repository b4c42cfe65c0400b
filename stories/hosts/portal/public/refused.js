import { el } from '/assets/dom.js';
import { formatDay, plural } from '/assets/format.js';

/** `bought:milk` as the shop says it. */
const signalName = (id, names) =>
  names.get(id) ??
  id.replace(/^bought(Days)?:/, (_, days) => (days ? 'days since ' : 'bought ')).replaceAll('-', ' ');

function sentence(refusal, names) {
  const about = () => refusal.signals.map((id) => signalName(id, names)).join(', ');
  switch (refusal.why) {
    case 'consent':
      return 'it goes by what is known of you, which may not be used';
    case 'not-yet':
      return `it begins on ${formatDay(refusal.day)}`;
    case 'over':
      return `it ended on ${formatDay(refusal.day)}`;
    case 'rule':
      return `it is for others, by: ${about()}`;
    case 'unknown':
      return `the shop does not know: ${about()}`;
    case 'dismissed':
      return `you hid it; it may be back on ${formatDay(new Date(refusal.until).toISOString())}`;
    case 'cap':
      return `you have seen it ${plural(refusal.shown, 'time', 'times')} this ${refusal.per}, which is the most`;
    case 'cap-of-all':
      return `you have seen as many offers as this shop shows in a ${refusal.per}`;
    case 'no-help':
      return 'it was measured that it does not help';
    case 'place':
      return `it is number ${refusal.place} in line, after those you see`;
    default:
      return 'something better was found';
  }
}

/** Each offer that is not on the page, with what kept it away. */
export function renderRefused(list, choice, catalogue) {
  const titles = new Map([...catalogue.offers, catalogue.fallback].map(({ id, title }) => [id, title]));
  const names = new Map((catalogue.signals ?? []).map(({ id, label }) => [id, label]));
  list.replaceChildren(
    ...(choice?.refused ?? []).map(({ offer, refusal }) =>
      el('li', {}, el('b', {}, titles.get(offer) ?? offer), `: ${sentence(refusal, names)}.`),
    ),
  );
}
