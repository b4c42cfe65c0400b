import { type Contract, makeContracts } from './contracts.js';
import { type Deal, dealActivities, makeDeals } from './deals.js';
import { type Activity, type Lead, leadActivities, makeLeads } from './leads.js';
import { type Buyer, makeBuyers, makeOrders, makeProducts, type Order, type Product } from './orders.js';
import {
  type Campaign,
  type Company,
  type Contact,
  makeCampaigns,
  makeCompanies,
  makeContacts,
  makeReps,
  type Rep,
} from './people.js';

export interface CompanySize {
  readonly companies: number;
  readonly contacts: number;
  readonly leads: number;
  readonly deals: number;
  readonly orders: number;
}

/** The size at which the sample is shown; tests take smaller ones. */
export const fullSize: CompanySize = {
  companies: 3_000,
  contacts: 8_000,
  leads: 20_000,
  deals: 6_000,
  orders: 40_000,
};

/** Everything that happened in 24 months at a company that does not exist, and the probabilities behind it. */
export interface SyntheticCompany {
  readonly seed: number;
  readonly companies: readonly Company[];
  readonly contacts: readonly Contact[];
  readonly reps: readonly Rep[];
  readonly campaigns: readonly Campaign[];
  readonly leads: readonly Lead[];
  readonly deals: readonly Deal[];
  readonly products: readonly Product[];
  readonly orders: readonly Order[];
  readonly contracts: readonly Contract[];
  readonly activities: readonly Activity[];
  /** How each customer buys in truth; never among what a model may read. */
  readonly buyers: readonly Buyer[];
}

/**
 * Makes a supplier of laboratory and process equipment with its customers, the same to the last digit for the same seed.
 * Leads, deals, contracts and orders each follow a known law of facts that a CRM holds, so that a model's figures can be
 * held against the best that is possible. It is synthetic: whatever shows it must say so.
 */
export function makeCompany(seed: number, size: CompanySize = fullSize): SyntheticCompany {
  const companies = makeCompanies(seed, size.companies);
  const contacts = makeContacts(seed, companies, size.contacts);
  const reps = makeReps(seed, 24);
  const campaigns = makeCampaigns(seed, 18);
  const leads = makeLeads(seed, size.leads, contacts, reps, campaigns);
  const deals = makeDeals(seed, size.deals, leads, contacts, reps);
  const products = makeProducts(seed);
  const buyers = makeBuyers(seed, companies);
  return {
    seed,
    companies,
    contacts,
    reps,
    campaigns,
    leads,
    deals,
    products,
    orders: makeOrders(seed, size.orders, buyers, contacts, products),
    contracts: makeContracts(seed, companies),
    activities: [...leadActivities(seed, leads), ...dealActivities(seed, deals)],
    buyers,
  };
}
