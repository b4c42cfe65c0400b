import { contactId } from './ai-crm.js';
import { el, find } from './dom.js';

/** The business page: one element, and what the CRM does when a person chooses a household in it. */
export function createBusinessView(section, { allLeads, go }) {
  const build = () => {
    const dashboard = el('aicrm-dashboard');
    // This CRM has pages of leads, not of households: the newest lead of the household is where one acts.
    dashboard.addEventListener('aicrm-select', async ({ detail }) => {
      const { leads } = await allLeads();
      const own = leads.filter(({ contact }) => contactId(contact) === detail.recordId);
      const [newest] = own.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
      if (newest) go(`/leads/${encodeURIComponent(newest.id)}`);
    });
    section.append(dashboard);
  };
  return {
    show({ focus }) {
      if (!section.firstElementChild) build();
      if (focus) find(document, '#main').focus();
    },
  };
}
