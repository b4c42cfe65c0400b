import { el, find } from '/assets/dom.js';
import { formatDay, formatMoney, plural } from '/assets/format.js';
import { forget, keepEvent, readConsent, readHistory, takeBack, writeConsent } from './kept.js';
import { renderOrders } from './orders.js';
import { renderRefused } from './refused.js';
import { showSends } from './sends.js';

const by = (id) => find(document, `#${id}`);
const offers = by('offers');

/** What rules read: the shop's own words for this customer, and every purchase by shelf. */
function customerOf({ record, group, kids, orders }) {
  return {
    id: record,
    fields: { group, orders: orders.length, ...(kids === undefined ? {} : { kids }) },
    purchases: orders.flatMap(({ at, lines }) =>
      lines.flatMap(({ shelf, shelfName }) =>
        shelf ? [{ product: shelf, label: shelfName.toLowerCase(), at }] : [],
      ),
    ),
  };
}

const consentTexts = {
  asked: 'You have not answered yet. Until you do, you see what everyone sees.',
  given:
    'Chosen here, in your browser. Which offers you see, open or hide is sent to the shop under your customer number.',
  refused: 'You see what everyone sees. Nothing is counted, and what was counted in this browser is gone.',
};

function showConsent(member, consent) {
  offers.setAttribute('consent', consent);
  by('consent').checked = consent === 'given';
  by('consent-text').textContent = consentTexts[consent];
  writeConsent(member.id, consent);
  if (consent === 'refused') forget(member.id);
  offers.history = consent === 'given' ? readHistory(member.id) : [];
}

/** Tells what a followed offer led to: in a real shop its page would be here. */
function showOpened(catalogue) {
  const opened = [...catalogue.offers, catalogue.fallback].find(({ url }) => url === location.hash);
  by('opened').hidden = !opened;
  by('opened').textContent = opened
    ? `You opened “${opened.title}”. In a real shop, its page would be here.`
    : '';
}

const [{ member, members }, catalogue] = await Promise.all(
  ['/portal/me', '/portal/catalogue'].map(async (path) => (await fetch(path)).json()),
);

by('hello').textContent = `Hello, ${member.name.split(' ')[0]}`;
by('about').textContent =
  `Customer since ${formatDay(member.since)} · ${member.group}${member.store ? ` · store ${member.store}` : ''}`;
by('member').append(
  ...members.map(({ id, name, group }) =>
    el('option', { value: id, selected: id === member.id }, `${name} (${group})`),
  ),
);
by('member').addEventListener('change', async ({ target }) => {
  await fetch(`/portal/sign-in/${encodeURIComponent(target.value)}`, { method: 'POST' });
  location.reload();
});

const spent = member.orders.reduce((sum, { total }) => sum + total, 0);
by('orders-count').textContent = `${plural(member.orders.length, 'order', 'orders')}, ${formatMoney(spent)}`;
renderOrders(by('orders'), by('more'), member.orders);
showOpened(catalogue);
addEventListener('hashchange', () => showOpened(catalogue));

offers.catalogue = catalogue;
offers.customer = customerOf(member);
showConsent(member, readConsent(member.id));
by('consent').addEventListener('change', ({ target }) =>
  showConsent(member, target.checked ? 'given' : 'refused'),
);
offers.addEventListener('aicrm-offer-consent', ({ detail }) => showConsent(member, detail.consent));
offers.addEventListener('aicrm-offer', ({ detail }) => {
  // Without consent an event names nobody, and nothing of it is kept.
  if (detail.recordId === null) return;
  if (detail.what === 'undone') takeBack(member.id, detail.offer);
  else keepEvent(member.id, detail);
});

/** After the element has chosen anew; its attributes do not tell, for the state may stay what it was. */
async function showRefused() {
  await offers.updateComplete;
  renderRefused(by('not'), offers.choice, catalogue);
}
offers.addEventListener('aicrm-offer-consent', showRefused);
by('consent').addEventListener('change', showRefused);
new MutationObserver(() => void showRefused()).observe(offers, { attributes: true });
document.body.toggleAttribute('data-told', true);
showSends(by('sends'), by('sends-sum'), window.networkGuard);
await customElements.whenDefined('aicrm-offers');
while (!['ready', 'empty', 'error'].includes(offers.getAttribute('state') ?? ''))
  await new Promise((painted) => requestAnimationFrame(painted));
await showRefused();
document.body.toggleAttribute('data-ready', true);
