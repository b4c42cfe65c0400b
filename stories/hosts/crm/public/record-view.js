import { contactId, recordId } from './ai-crm.js';
import { el } from './dom.js';
import { daysSince, formatDay, formatMoney, plural, statusLabels } from './format.js';
import { createLeadForm } from './lead-form.js';
import { isOpen } from './list-filter.js';
import { purchases } from './purchases.js';
import { closedCard, createScoreCard } from './score-card.js';

// A value keeps its own direction: a telephone number reads from left to right on a page that does not.
const entry = (label, value) =>
  el(
    'div',
    {},
    el('dt', {}, label),
    el('dd', {}, value ? el('bdi', {}, value) : el('span', { class: 'quiet-text' }, 'Not known')),
  );

function contactCard({ contact }) {
  const known = contact ?? {};
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'contact-title' },
    el('h2', { id: 'contact-title' }, 'Household'),
    el(
      'dl',
      { class: 'facts' },
      entry('E-mail', known.email),
      entry('Phone', known.phone),
      entry('Member since', formatDay(known.createdAt)),
      entry('Age', known.age),
      entry('Income', known.income),
      entry('Home', known.homeOwnership),
      entry('Size', known.householdSize),
      entry('Children', known.kids),
      entry('Composition', known.householdComposition),
    ),
  );
}

/** What the household is worth, whether it is about to leave, and what to do next: one element and the record's id. */
const insight = ({ id }) =>
  el('aicrm-customer-insight-card', { class: 'insight', 'record-id': contactId(id) });

function campaignCard({ lead, campaign }) {
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'campaign-title' },
    el('h2', { id: 'campaign-title' }, 'Campaign'),
    el(
      'dl',
      { class: 'facts' },
      entry('Name', campaign?.name),
      entry('Starts', formatDay(campaign?.startsAt)),
      entry('Ends', formatDay(campaign?.endsAt)),
      entry('Status', statusLabels[lead.status]),
      lead.closedAt && entry(lead.status === 'converted' ? 'Redeemed' : 'Closed', formatDay(lead.closedAt)),
    ),
  );
}

/** What of a record must not leave the page, by the names that a request could give it. */
function valuesOf({ lead, contact, campaign, orders }, form) {
  const { id, contact: _, ...person } = { ...contact };
  const newest = orders[0];
  return {
    leadNumber: lead.id,
    recordId: recordId(lead.id),
    status: lead.status,
    closedAt: lead.closedAt,
    ...person,
    campaignName: campaign?.name,
    campaignKind: campaign?.kind,
    ...(newest && { lastOrder: newest.id, lastPurchaseAt: newest.at, lastTotal: formatMoney(newest.total) }),
    ...form?.values(),
  };
}

/** The page `/leads/:id`. */
export function createRecordView(section, { allLeads, backTo, onShown }) {
  const fetched = new Map();
  let card;
  let shownId;

  async function load(id) {
    const known = fetched.get(id);
    if (known) return known;
    const answer = await fetch(`/crm/leads/${encodeURIComponent(id)}`);
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`The CRM answered ${answer.status}.`);
    const record = await answer.json();
    fetched.set(id, record);
    return record;
  }

  const back = () => el('a', { class: 'back', href: backTo() }, 'All leads');

  function header(title, lead) {
    document.title = `${title} · Harbour CRM`;
    return el(
      'div',
      { class: 'record-top' },
      back(),
      el('h1', { id: 'record-title', tabindex: '-1' }, title),
      lead && el('span', { class: 'pill', 'data-status': lead.status }, statusLabels[lead.status]),
      lead && el('span', { class: 'sub' }, `Lead ${lead.id} · received ${formatDay(lead.createdAt)}`),
    );
  }

  function draw(record, score) {
    const form = score && createLeadForm(record, (edits) => score.edit(edits));
    const last = record.orders[0];
    const edit =
      form &&
      el(
        'section',
        { class: 'card', 'aria-labelledby': 'edit-title' },
        el('h2', { id: 'edit-title' }, 'Try a change'),
        el(
          'p',
          { class: 'quiet-text' },
          'The score is computed in this page as you type. Nothing is sent or saved.',
        ),
        form.form,
      );
    const history = el(
      'section',
      { class: 'card', 'aria-labelledby': 'orders-title' },
      el('h2', { id: 'orders-title' }, 'Purchases'),
      last && el('p', { class: 'quiet-text' }, `Last one ${plural(daysSince(last.at), 'day', 'days')} ago`),
      purchases(record.orders),
    );
    onShown(() => [valuesOf(record, form)], `lead ${record.lead.id}`);
    return [edit, contactCard(record), campaignCard(record), history].filter(Boolean);
  }

  const trouble = (title, text, again) =>
    el(
      'section',
      { class: 'card' },
      el('h2', {}, title),
      el('p', {}, text),
      again && el('button', { type: 'button', class: 'button', onclick: again }, 'Try again'),
    );

  async function show(id, { focus }) {
    if (shownId === id) return;
    leave();
    shownId = id;
    const summary = await allLeads()
      .then(({ leads }) => leads.find((lead) => lead.id === id))
      .catch(() => undefined);
    if (shownId !== id) return;
    // A closed lead has no score. Without the CRM's list it is taken as open until its record says otherwise.
    card = summary && !isOpen(summary) ? undefined : createScoreCard(id);
    const score = card;
    let scoreSection = score?.section ?? closedCard(summary);
    const rest = el(
      'div',
      { class: 'record-rest' },
      el('p', { class: 'quiet-text', role: 'status' }, 'Loading…'),
    );
    const top = el('div', {}, header(summary?.name ?? `Lead ${id}`, summary));
    section.replaceChildren(top, el('div', { class: 'record-grid' }, scoreSection, rest));
    onShown(() => (summary ? [summary] : []), `lead ${id}`);
    if (focus) top.querySelector('h1').focus({ preventScroll: true });
    section.scrollTop = 0;
    try {
      const record = await load(id);
      if (shownId !== id) return;
      if (record) {
        if (!summary) top.replaceChildren(header(record.lead.name, record.lead));
        const open = isOpen(record.lead);
        if (!open) {
          score?.end();
          const closed = closedCard(record.lead);
          scoreSection.replaceWith(closed);
          scoreSection = closed;
        }
        rest.replaceChildren(...draw(record, open ? score : undefined));
        if (record.contact) rest.after(insight(record.contact));
      } else {
        scoreSection.remove();
        score?.end();
        top.replaceChildren(header('No such lead'));
        rest.replaceChildren(trouble('There is no lead with this number', `Nothing is filed under ${id}.`));
      }
    } catch {
      if (shownId !== id) return;
      rest.replaceChildren(
        trouble(
          'The CRM’s own details need the network',
          'Contact, form and purchases come from the CRM’s server, which cannot be reached. The score and its reasons are computed from what is stored in this page.',
          () => {
            shownId = undefined;
            void show(id, { focus: true });
          },
        ),
      );
    }
  }

  function leave() {
    card?.end();
    card = undefined;
    shownId = undefined;
    section.replaceChildren();
  }

  return { show, leave };
}
