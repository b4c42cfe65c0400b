import { recordId } from './ai-crm.js';
import { el, find } from './dom.js';
import { formatDay, formatNumber, plural, statusLabels } from './format.js';
import { isOpen, readFilter, selectLeads, sorts, writeFilter } from './list-filter.js';
import { scoreAll } from './scores.js';
import { createVirtualRows } from './virtual-rows.js';

const badgeName = 'aicrm-lead-score-badge';

const option = ([value, label], chosen) => el('option', { value, selected: value === chosen }, label);

function toolbar(onChange) {
  const search = el('input', {
    type: 'search',
    name: 'q',
    placeholder: 'Name or lead number',
    'aria-label': 'Search leads',
    autocomplete: 'off',
    oninput: onChange,
  });
  const pick = (name, label, options, extra = '') =>
    el(
      'label',
      { class: `field ${extra}` },
      el('span', {}, label),
      el(
        'select',
        { name, onchange: onChange },
        options.map((entry) => option(entry)),
      ),
    );
  const statuses = [...Object.entries(statusLabels), ['all', 'All']];
  return el(
    'form',
    { class: 'toolbar', role: 'search', onsubmit: (event) => event.preventDefault() },
    el('div', { class: 'search' }, search),
    pick('status', 'Status', statuses),
    pick('campaign', 'Campaign', [['', 'All']]),
    pick('sort', 'Sort', Object.entries(sorts), 'sort-field'),
  );
}

function head(onSort) {
  const sortable = (sort, label, extra) =>
    el(
      'div',
      { role: 'columnheader', class: `cell ${extra}`, 'data-sort': sort },
      el('button', { type: 'button', class: 'sort', onclick: () => onSort(sort) }, label),
    );
  return el(
    'div',
    { role: 'rowgroup', class: 'thead' },
    el(
      'div',
      { role: 'row', class: 'row', 'aria-rowindex': 1 },
      sortable('name', 'Name', 'c-name'),
      el('div', { role: 'columnheader', class: 'cell c-campaign' }, 'Campaign'),
      el('div', { role: 'columnheader', class: 'cell c-status' }, 'Status'),
      sortable('date', 'Received', 'c-date'),
      sortable('score', 'Score', 'c-score'),
    ),
  );
}

function makeRow() {
  return el(
    'div',
    { role: 'row', class: 'row lead' },
    el(
      'div',
      { role: 'cell', class: 'cell c-name' },
      el('a', { class: 'lead-link' }),
      el('span', { class: 'sub c-id' }),
    ),
    el('div', { role: 'cell', class: 'cell c-campaign' }),
    el('div', { role: 'cell', class: 'cell c-status' }, el('span', { class: 'pill' })),
    el('div', { role: 'cell', class: 'cell c-date' }),
    el('div', { role: 'cell', class: 'cell c-score' }),
  );
}

/** A lead that is closed has nothing left to predict: no badge, and no score that would look like a chance. */
const closedMark = () =>
  el(
    'span',
    { class: 'closed-score' },
    el('span', { 'aria-hidden': 'true' }, '—'),
    el('span', { class: 'sr' }, 'closed'),
  );

function fillScore(cell, lead) {
  if (!isOpen(lead)) return cell.replaceChildren(closedMark());
  let badge = cell.querySelector(badgeName);
  if (!badge) {
    badge = el(badgeName, { display: 'popover' });
    cell.replaceChildren(badge);
  }
  // A row that served another lead must not bring along that lead's open reasons.
  badge.open = false;
  badge.setAttribute('record-id', recordId(lead.id));
}

const directions = { name: 'ascending', date: 'descending', score: 'descending' };

/** The page `/`: every lead, found, filtered and sorted here in the page. */
export function createListView(section, { allLeads, go, onShown }) {
  let data;
  let scores = new Map();
  let scoring = { done: false };
  let shown = [];
  let filter = readFilter(location.search);
  let lastOpened = '';
  let place = 0;
  let begun = false;

  const form = toolbar(() => apply(readForm()));
  const heading = el('h1', { id: 'list-title', tabindex: '-1' }, 'Leads');
  const summary = el('p', { class: 'summary', role: 'status' });
  const body = el('div', { role: 'rowgroup', class: 'tbody' });
  const headRow = head((sort) => apply({ ...filter, sort }));
  const table = el('div', { role: 'table', class: 'table', 'aria-labelledby': 'list-title' }, headRow, body);
  const scroller = el('div', { class: 'scroller', onkeydown: moveByKey }, table);
  const message = el('div', { class: 'empty', hidden: true });
  section.append(el('div', { class: 'list-top' }, heading, summary), form, message, scroller);
  const rows = createVirtualRows({ scroller, body, makeRow, fillRow });
  const control = (name) => find(form, `[name=${name}]`);

  function fillRow(row, lead, index) {
    row.setAttribute('aria-rowindex', String(index + 2));
    if (row.dataset.lead === lead.id) return;
    row.dataset.lead = lead.id;
    const campaign = data.campaigns.find(({ id }) => id === lead.campaign);
    const link = find(row, 'a');
    link.textContent = lead.name;
    link.setAttribute('href', `/leads/${encodeURIComponent(lead.id)}`);
    find(row, '.c-id').textContent = lead.id;
    find(row, '.c-campaign').textContent = campaign?.name ?? '';
    find(row, '.c-date').textContent = formatDay(lead.createdAt);
    const pill = find(row, '.pill');
    pill.textContent = statusLabels[lead.status] ?? lead.status;
    pill.dataset.status = lead.status;
    fillScore(find(row, '.c-score'), lead);
  }

  function moveByKey(event) {
    const row = event.target instanceof Element ? event.target.closest('.lead') : null;
    if (!row || !event.target.matches('.lead-link')) return;
    const at = Number(row.getAttribute('aria-rowindex')) - 2;
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + rows.pageSize,
      PageUp: at - rows.pageSize,
      Home: 0,
      End: shown.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = rows.reveal(Math.max(0, Math.min(shown.length - 1, to)));
    next?.querySelector('a').focus({ preventScroll: true });
    rows.redraw();
  }

  const readForm = () =>
    Object.fromEntries(['q', 'status', 'campaign', 'sort'].map((name) => [name, control(name).value]));

  function apply(next, { keepPlace = false } = {}) {
    filter = next;
    if (location.pathname === '/') go(writeFilter(filter), { replace: true });
    paint({ keepPlace });
  }

  function summarise() {
    if (!data) return 'Loading…';
    const bands = { high: 0, medium: 0, low: 0 };
    const open = shown.filter(isOpen);
    for (const { id } of open) {
      const band = scores.get(id)?.band;
      if (band) bands[band]++;
    }
    const counted = `${formatNumber(shown.length)} of ${plural(data.leads.length, 'lead', 'leads')}`;
    if (shown.length > 0 && open.length === 0) return `${counted} · closed, so not scored`;
    if (!scoring.done && scores.size === 0) return counted;
    if (!scoring.done) return `${counted} · scoring in this page, ${formatNumber(scores.size)} done`;
    if (scores.size === 0) return `${counted} · no scores yet`;
    return `${counted} · ${formatNumber(bands.high)} high, ${formatNumber(bands.medium)} medium, ${formatNumber(bands.low)} low`;
  }

  function paint({ keepPlace = false } = {}) {
    for (const [name, value] of Object.entries(filter))
      if (control(name).value !== value) control(name).value = value;
    for (const cell of headRow.querySelectorAll('[data-sort]')) {
      const active = cell.dataset.sort === filter.sort;
      if (active) cell.setAttribute('aria-sort', directions[filter.sort]);
      else cell.removeAttribute('aria-sort');
    }
    if (!data) return;
    shown = selectLeads(data.leads, filter, scores);
    table.setAttribute('aria-rowcount', String(shown.length + 1));
    scroller.hidden = shown.length === 0;
    message.hidden = shown.length > 0;
    if (shown.length === 0) sayNothingFound();
    const before = scroller.scrollTop;
    rows.set(shown, ({ id }) => id);
    scroller.scrollTop = keepPlace ? before : 0;
    summary.textContent = summarise();
    tellShown();
  }

  // Who reads a lead's reasons must not have the list sorted away under them: it is put in order when they are closed.
  let reading = null;
  let waiting = false;
  function sortAgain(options) {
    if (reading?.isConnected && reading.open) {
      waiting = true;
      summary.textContent = summarise();
    } else paint(options);
  }
  body.addEventListener('aicrm-open', ({ target }) => {
    reading = target;
  });
  body.addEventListener('aicrm-close', ({ target }) => {
    if (target === reading) reading = null;
    if (!waiting || reading) return;
    waiting = false;
    paint({ keepPlace: true });
  });

  function sayNothingFound() {
    message.replaceChildren(
      el('h2', {}, 'No lead matches'),
      el('p', {}, 'Try another name, status or campaign.'),
      el(
        'button',
        { type: 'button', class: 'button', onclick: () => apply(readFilter('?status=all')) },
        'Show all leads',
      ),
    );
  }

  function sayFailed(error) {
    summary.textContent = '';
    scroller.hidden = true;
    message.hidden = false;
    message.replaceChildren(
      el('h2', {}, 'The leads could not be loaded'),
      el('p', {}, `${error.message} Check the connection, then try again.`),
      el('button', { type: 'button', class: 'button', onclick: start }, 'Try again'),
    );
  }

  const tellShown = () =>
    onShown(
      () => rows.visible.map((id) => shown.find((lead) => lead.id === id)).filter(Boolean),
      'the leads on screen',
    );

  async function start() {
    try {
      data = await allLeads();
    } catch (error) {
      sayFailed(error);
      return;
    }
    const newestFirst = [...data.campaigns].sort((a, b) => (a.startsAt < b.startsAt ? 1 : -1));
    control('campaign').replaceChildren(
      option(['', 'All']),
      ...newestFirst.map(({ id, name }) => option([id, name])),
    );
    paint();
    void scoreAll((next, state) => {
      // The list is put in order once, when all are scored: rows that jump about while one reads help nobody.
      const first = scoring.done === false && state.done;
      scores = next;
      scoring = state.done || scoring.done ? { done: true } : state;
      if (first || (state.done && filter.sort === 'score')) sortAgain({ keepPlace: !first });
      else summary.textContent = summarise();
    });
  }

  section.addEventListener('click', (event) => {
    lastOpened =
      event.target instanceof Element ? (event.target.closest('.lead')?.dataset.lead ?? lastOpened) : '';
  });
  return {
    /** The list's address with its filter, so that the way back finds it as it was. */
    address: () => writeFilter(filter),
    hide() {
      place = scroller.scrollTop;
      rows.clear();
    },
    show({ focus }) {
      if (!begun) {
        begun = true;
        void start();
      }
      scroller.scrollTop = place;
      const next = readFilter(location.search);
      if (writeFilter(next) !== writeFilter(filter)) {
        filter = next;
        paint();
      } else if (data) tellShown();
      rows.redraw();
      if (!focus) return;
      const index = shown.findIndex(({ id }) => id === lastOpened);
      const row = index < 0 ? undefined : rows.reveal(index);
      (row?.querySelector('a') ?? heading).focus({ preventScroll: true });
    },
  };
}
