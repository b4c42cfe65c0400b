import { el, find } from './dom.js';
import { formatBytes, formatClock, formatNumber, plural } from './format.js';
import { findLeaks } from './leak-check.js';

const leakPath = '/leak-test';

/** Whose request it is: the CRM's own pages and rows, or AI-CRM's script, worker and token. */
export function ownerOf(entry, origin) {
  const { origin: to, pathname } = new URL(entry.url);
  if (to === origin && pathname === leakPath) return 'test';
  if (to === origin && !pathname.startsWith('/aicrm/') && !entry.initiator.includes('/aicrm/embed/'))
    return 'crm';
  return 'aicrm';
}

/** What the page's scripts send; everything else is a load by the browser itself, which carries nothing of ours. */
const byScript = new Set([
  'fetch',
  'XMLHttpRequest',
  'sendBeacon',
  'WebSocket',
  'EventSource',
  'Worker',
  'SharedWorker',
]);

const owners = { crm: 'CRM’s own', aicrm: 'AI-CRM', test: 'Deliberate leak' };

const purposes = [
  [/^\/aicrm\/token$/, 'Page token, from the CRM’s own server'],
  [/^\/aicrm\/embed\//, 'AI-CRM’s script'],
  [/^\/v1\/sync/, 'New and changed records, inbound'],
  [/^\/v1\/artefacts\//, 'The model, inbound'],
  [/^\/v1\/models/, 'Model card, inbound'],
  [/^\/crm\/leads$/, 'All leads of the CRM, inbound'],
  [/^\/crm\/leads\//, 'One lead of the CRM, inbound'],
  [/^\/assets\//, 'File of the CRM page'],
  [/^\/leak-test$/, 'Sent on purpose, to try the check'],
];
const purposeOf = (url) => purposes.find(([pattern]) => pattern.test(new URL(url).pathname))?.[1] ?? '';

function shortUrl(url) {
  const { origin, pathname, search } = new URL(url);
  const path = pathname.replace(/([0-9a-f]{8})[0-9a-f]{24,}/, '$1…') + search;
  return origin === location.origin ? path : `${new URL(url).host}${path}`;
}

const shortHeader = (value) =>
  value.length > 60 ? `${value.slice(0, 34)}… (${value.length} characters)` : value;

function details(entry, leaks) {
  const initiator = entry.initiator ? shortUrl(entry.initiator) : 'the browser, for the page';
  const pair = (label, value) => el('div', {}, el('dt', {}, label), el('dd', {}, value));
  return el(
    'div',
    { class: 'request-more' },
    leaks.length > 0 &&
      el(
        'ul',
        { class: 'leaks' },
        leaks.map(({ field, value, where }) => el('li', {}, `${field} “${value}” in the ${where}`)),
      ),
    el(
      'dl',
      {},
      pair('Address', entry.url),
      pair('Sent by', `${initiator} (${entry.api})`),
      ...entry.headers.map(([name, value]) => pair(name, shortHeader(value))),
    ),
    entry.body
      ? el('pre', { tabindex: '0', 'aria-label': 'Body as sent' }, entry.body)
      : el('p', { class: 'quiet-text' }, 'No body.'),
  );
}

/** The panel that lists every request since scoring began, and looks for the record's values in each. */
export function createRequestsPanel(panel, guard) {
  const button = find(document, '#requests-button');
  const count = find(document, '#requests-count');
  const open = new Set();
  let records = () => [];
  let subject = 'the leads on screen';
  let frame = 0;
  /** What was found in a request, and of whom: a request goes on being the leak of the lead it was sent from. */
  const findings = new WeakMap();

  const sentence = el('p', { class: 'sentence' });
  const verdict = el('p', { class: 'verdict', role: 'status' });
  const list = el('ol', { class: 'requests' });
  const onlyOurs = el('input', { type: 'checkbox', id: 'only-aicrm', onchange: later });
  panel.append(
    el(
      'div',
      { class: 'panel-top' },
      el('h2', { id: 'requests-title', tabindex: '-1' }, 'Requests since scoring began'),
      el(
        'button',
        { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => toggle(false) },
        '×',
      ),
    ),
    sentence,
    verdict,
    el(
      'div',
      { class: 'panel-actions' },
      el('button', { type: 'button', class: 'button', onclick: leak }, 'Send a deliberate leak'),
      el('button', { type: 'button', class: 'button', onclick: () => guard.startOver() }, 'Start over'),
      el('label', { class: 'check' }, onlyOurs, 'Only AI-CRM’s'),
    ),
    list,
    el(
      'p',
      { class: 'quiet-text' },
      'Listed by a script that was loaded before all others. Browsers add headers of their own (cookies, language); scripts and images that the page loads are listed but cannot be held back by the switch.',
    ),
  );

  function toggle(on, { focus = true } = {}) {
    panel.hidden = !on;
    button.setAttribute('aria-expanded', String(on));
    document.body.toggleAttribute('data-panel', on);
    if (on) paint();
    if (focus) (on ? find(panel, '#requests-title') : button).focus();
  }
  button.addEventListener('click', () => toggle(panel.hidden));
  panel.addEventListener('keydown', (event) => event.key === 'Escape' && toggle(false));

  /** Proves that the check can find something: one request that really carries a value of what is shown. */
  function leak() {
    const [shown] = records();
    const name = shown?.name ?? shown?.email ?? 'nothing is shown';
    const address = `${leakPath}?${new URLSearchParams({ name })}`;
    fetch(address, { method: 'POST', body: JSON.stringify({ ...shown }) }).catch(() => {
      // With the switch off it is refused, and listed all the same.
    });
  }

  /** What a request holds, and of which records: those on screen, or those that were when it was found out. */
  function leaksIn(entry) {
    const before = findings.get(entry);
    if (before && before.about !== subject) return before;
    const leaks = records().flatMap((record) => findLeaks(entry, record));
    if (leaks.length === 0) return before ?? { about: subject, leaks };
    const found = { about: subject, leaks };
    findings.set(entry, found);
    return found;
  }

  function item(entry, owner, { about, leaks }) {
    const size = entry.bodySize + guard.headerBytes(entry);
    const row = el(
      'details',
      {
        class: 'request',
        open: open.has(entry.id),
        'data-owner': owner,
        'data-leak': String(leaks.length > 0),
      },
      el(
        'summary',
        {},
        el('span', { class: 'request-time' }, formatClock(entry.at)),
        el('span', { class: 'request-method' }, entry.method),
        el('span', { class: 'request-url' }, shortUrl(entry.url)),
        el('span', { class: 'request-purpose' }, purposeOf(entry.url)),
        el('span', { class: 'tag', 'data-owner': owner }, owners[owner]),
        el(
          'bdi',
          { class: 'request-size' },
          byScript.has(entry.api) ? `${formatBytes(size)} sent` : 'loaded by the page',
        ),
        el(
          'span',
          { class: 'request-status', 'data-blocked': String(entry.blocked) },
          entry.blocked ? 'Blocked' : entry.status,
        ),
        leaks.length > 0 &&
          el(
            'span',
            { class: 'tag', 'data-owner': 'test' },
            `${plural(leaks.length, 'value', 'values')} of ${about} found`,
          ),
      ),
      open.has(entry.id) && details(entry, leaks),
    );
    row.addEventListener('toggle', () => {
      open[row.open ? 'add' : 'delete'](entry.id);
      if (row.open && !row.querySelector('.request-more')) row.append(details(entry, leaksIn(entry).leaks));
    });
    return el('li', {}, row);
  }

  function paint() {
    frame = 0;
    const rows = guard.entries.map((entry) => ({ entry, owner: ownerOf(entry, location.origin) })).reverse();
    count.textContent = formatNumber(rows.length);
    const checked = rows
      .filter(({ owner }) => owner !== 'crm')
      .map((row) => ({ ...row, found: leaksIn(row.entry) }));
    const caught = checked.filter(({ found }) => found.leaks.length > 0);
    button.toggleAttribute('data-leak', caught.length > 0);
    if (panel.hidden) return;
    const ours = rows.filter(({ owner }) => owner === 'aicrm');
    const sent = ours.reduce((sum, { entry }) => sum + entry.bodySize + guard.headerBytes(entry), 0);
    const blocked = rows.filter(({ entry }) => entry.blocked).length;
    sentence.textContent =
      `Since ${formatClock(guard.since)} this page made ${plural(rows.length, 'request', 'requests')}; ` +
      `${formatNumber(ours.length)} for AI-CRM, which sent ${formatBytes(sent)} in all.` +
      (blocked > 0 ? ` ${plural(blocked, 'was', 'were')} blocked by the switch.` : '');
    const values = new Set(
      records().flatMap((record) => Object.values(record).filter((value) => value ?? '')),
    );
    verdict.toggleAttribute('data-leak', caught.length > 0);
    verdict.textContent =
      caught.length > 0
        ? `${plural(caught.length, 'request holds', 'requests hold')} values of ${[...new Set(caught.map(({ found }) => found.about))].join(' and of ')}: see the marked ones below.`
        : `${plural(values.size, 'value', 'values')} of ${subject} looked for in every address, header and body that is not the CRM’s own: none found.`;
    const byEntry = new Map(checked.map(({ entry, found }) => [entry, found]));
    const focused = document.activeElement?.closest('.requests li');
    const focusAt = focused ? [...list.children].indexOf(focused) : -1;
    list.replaceChildren(
      ...rows
        .filter(({ owner }) => !onlyOurs.checked || owner !== 'crm')
        .map(({ entry, owner }) => item(entry, owner, byEntry.get(entry) ?? { about: '', leaks: [] })),
    );
    if (focusAt >= 0) list.children[focusAt]?.querySelector('summary').focus({ preventScroll: true });
  }

  function later() {
    if (frame === 0) frame = requestAnimationFrame(paint);
  }
  guard.onChange(later);
  later();

  return {
    /** @param {() => Record<string, unknown>[]} read the records on screen, @param {string} name how they are called */
    watchRecords(read, name) {
      // What the requests so far hold is settled with the records that were on screen while they were sent.
      if (name !== subject)
        for (const entry of guard.entries) if (ownerOf(entry, location.origin) !== 'crm') leaksIn(entry);
      records = read;
      subject = name;
      later();
    },
  };
}
