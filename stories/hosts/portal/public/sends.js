import { el } from '/assets/dom.js';
import { formatBytes, formatClock, plural } from '/assets/format.js';

const purposes = [
  [/^\/portal\/token$/, 'Asks this shop for a page token'],
  [/^\/v1\/events$/, 'What you saw, opened or hid'],
  [/^\/portal\/sign-in\//, 'Whom you are signed in as'],
];
const purposeOf = (url) =>
  purposes.find(([pattern]) => pattern.test(new URL(url).pathname))?.[1] ?? 'Something else';

/** An event in words a customer knows; a body that is none of ours is shown as it is. */
function linesOf({ body }) {
  try {
    return JSON.parse(body).events.map(
      ({ record, offer, what, at }) => `${what}: ${offer}, by ${record}, at ${at}`,
    );
  } catch {
    return body ? [body] : [];
  }
}

const row = (entry) =>
  el(
    'li',
    { class: 'sent' },
    el('b', {}, purposeOf(entry.url)),
    el(
      'span',
      { class: 'muted' },
      `${formatClock(entry.at)} · to ${new URL(entry.url).host} · ${formatBytes(entry.bodySize)}`,
    ),
    ...linesOf(entry).map((line) => el('code', {}, line)),
  );

/** Lists every request that carries something away, as the network guard saw it; what only asks for files is counted. */
export function showSends(list, sum, guard) {
  const draw = () => {
    const all = guard.entries;
    const carrying = all.filter(({ method, body }) => method !== 'GET' || body !== '');
    list.replaceChildren(...carrying.reverse().map(row));
    const asked = all.length - carrying.length;
    sum.textContent = `${plural(carrying.length, 'message', 'messages')}; ${plural(asked, 'request', 'requests')} for files and data`;
  };
  guard.onChange(draw);
  draw();
}
