import { createBusinessView } from './business-view.js';
import { find } from './dom.js';
import { createListView } from './list-view.js';
import { createRecordView } from './record-view.js';
import { createRequestsPanel } from './requests-panel.js';

const guard = window.networkGuard;
const views = {
  list: find(document, '#list-view'),
  record: find(document, '#record-view'),
  business: find(document, '#business-view'),
};

/** The CRM's own rows, fetched once and kept for this page view. */
async function loadLeads() {
  const answer = await fetch('/crm/leads');
  if (!answer.ok) throw new Error(`The CRM answered ${answer.status}.`);
  return answer.json();
}
let leads;
const allLeads = () => {
  leads ??= loadLeads().catch((error) => {
    leads = undefined;
    throw error;
  });
  return leads;
};

const panel = createRequestsPanel(find(document, '#requests'), guard);
const list = createListView(views.list, { allLeads, go, onShown: panel.watchRecords });
const record = createRecordView(views.record, {
  allLeads,
  backTo: list.address,
  onShown: panel.watchRecords,
});

const business = createBusinessView(views.business, { allLeads, go });

/** Shows what the address names. The list stays in the document, so that going back finds it as it was left. */
function show({ focus = false } = {}) {
  const lead = /^\/leads\/([^/]+)$/.exec(location.pathname)?.[1];
  const page = lead !== undefined ? 'record' : location.pathname === '/business' ? 'business' : 'list';
  if (page !== 'list' && !views.list.hidden) list.hide();
  for (const [name, view] of Object.entries(views)) view.hidden = name !== page;
  for (const link of document.querySelectorAll('[data-page]')) {
    if (link.dataset.page === page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.body.dataset.view = page;
  if (page !== 'record') record.leave();
  if (page === 'list') {
    document.title = 'Leads · Harbour CRM';
    list.show({ focus });
  } else if (page === 'business') {
    document.title = 'Business · Harbour CRM';
    business.show({ focus });
  } else void record.show(decodeURIComponent(lead), { focus });
}

function go(path, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
  if (!replace) show({ focus: true });
}

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="/"]') : null;
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented) return;
  event.preventDefault();
  go(link.getAttribute('href'));
});
window.addEventListener('popstate', () => show({ focus: true }));

// --- the network switch ---
const button = find(document, '#network');
const cut = find(document, '#cut');
button.addEventListener('click', () => {
  guard.online = !guard.online;
});
const paintSwitch = () => {
  button.setAttribute('aria-checked', String(guard.online));
  cut.hidden = guard.online;
};
guard.onChange(paintSwitch);
paintSwitch();

allLeads().then(
  ({ about }) => {
    if (about.shiftWeeks > 0)
      find(document, '#notice-dates').textContent = `; dates are moved by ${about.shiftWeeks} weeks`;
  },
  () => {
    // The view that asked for the rows says what went wrong; the notice just stays shorter.
  },
);
show();
