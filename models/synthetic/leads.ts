import { at, days, end, season, workday } from './calendar.js';
import { gamma2, hourText, pickWeighted, poisson, sigmoid, streamOf } from './draw.js';
import type { Campaign, Contact, Rep } from './people.js';

const dayMs = 86_400_000;

export const sources = ['Web', 'Campaign', 'Referral', 'Outbound', 'Partner'] as const;

export interface Activity {
  readonly id: string;
  readonly kind: 'E-mail' | 'Call' | 'Meeting' | 'Visit' | 'Download';
  readonly at: string;
  readonly lead?: string;
  readonly deal?: string;
  readonly contact: string;
  readonly owner: string;
}

export interface Lead {
  readonly id: string;
  readonly contact: Contact;
  readonly owner: Rep;
  readonly source: (typeof sources)[number];
  readonly campaign: Campaign | undefined;
  readonly createdAt: number;
  /** Hours until somebody of sales answered, known a day later; late answers lose leads. */
  readonly answeredAfterHours: number;
  /** Visits of the web page in the week before the lead came in. */
  readonly visits: number;
  readonly status: 'open' | 'converted' | 'lost';
  readonly closedAt: number | undefined;
  /** The true probability that it converts at all, given what is known a day after it came in. */
  readonly probability: number;
}

/** Logits; each is a fact that a CRM holds, so that a model could find all of it. */
const bySource = { Web: 0, Campaign: -0.3, Referral: 1.1, Outbound: -0.9, Partner: 0.5 } as const;
const byRole = { Buyer: 0.3, Engineer: 0, Manager: 0.4, Director: 0.6, Assistant: -0.7 } as const;
const byIndustry = {
  Manufacturing: 0.4,
  Healthcare: 0.3,
  Food: 0,
  Logistics: -0.2,
  Energy: 0.1,
  Research: 0.5,
  Retail: -0.6,
  'Public sector': -0.4,
} as const;

/** Mean days until a lead converts, and until one that will not is given up. */
const daysToConvert = 21;
const daysToLose = 45;

export function conversionProbability(lead: {
  readonly source: Lead['source'];
  readonly contact: Contact;
  readonly visits: number;
  readonly answeredAfterHours: number;
}): number {
  const { role, company } = lead.contact;
  const size = Math.log(company.employees) - 4.2;
  return sigmoid(
    -1.9 +
      bySource[lead.source] +
      byRole[role] +
      byIndustry[company.industry] +
      0.28 * lead.visits -
      0.02 * Math.min(lead.answeredAfterHours, 96) +
      // Neither the smallest nor the largest companies buy here.
      0.3 * (1 - size * size),
  );
}

export function makeLeads(
  seed: number,
  count: number,
  contacts: readonly Contact[],
  reps: readonly Rep[],
  campaigns: readonly Campaign[],
): Lead[] {
  const random = streamOf(seed, 'leads');
  const leads: Lead[] = [];
  while (leads.length < count) {
    const ms = workday(at(random.next() * days));
    // Thinning by the season; the factor keeps its maximum below 1.
    if (random.next() > season(ms) / 1.15) continue;
    const contact = contacts[random.int(contacts.length)];
    const inRegion = reps.filter(({ region }) => region === contact?.company.region);
    const owner = inRegion[random.int(inRegion.length)];
    if (contact === undefined || owner === undefined || Date.parse(contact.createdAt) > ms) continue;
    const running = campaigns.filter(({ startsAt, endsAt }) => startsAt <= ms && ms <= endsAt);
    const source = pickWeighted<Lead['source']>(
      random,
      [
        ['Web', 5],
        ['Campaign', running.length > 0 ? 4 : 0],
        ['Referral', 1.5],
        ['Outbound', 3],
        ['Partner', 1.5],
      ],
      'Web',
    );
    const visits = poisson(random, source === 'Outbound' ? 0.4 : 1.8);
    const answeredAfterHours = Math.round(gamma2(random, 18) * 10) / 10;
    const probability = conversionProbability({ source, contact, visits, answeredAfterHours });
    const converts = random.next() < probability;
    const closes = ms + (1 + gamma2(random, converts ? daysToConvert : daysToLose)) * dayMs;
    leads.push({
      id: `L${String(leads.length + 1).padStart(5, '0')}`,
      contact,
      owner,
      source,
      campaign: source === 'Campaign' ? running[random.int(running.length)] : undefined,
      createdAt: ms,
      answeredAfterHours,
      visits,
      status: closes > end ? 'open' : converts ? 'converted' : 'lost',
      closedAt: closes > end ? undefined : closes,
      probability,
    });
  }
  return leads;
}

/** What sales did with each lead: visits of the page before, the first answer, and follow-ups until it closed. */
export function leadActivities(seed: number, leads: readonly Lead[]): Activity[] {
  const random = streamOf(seed, 'lead activities');
  const made: Activity[] = [];
  for (const lead of leads) {
    const push = (kind: Activity['kind'], ms: number): void => {
      if (ms > end) return;
      made.push({
        id: `A${made.length + 1}`,
        kind,
        at: hourText(random, ms),
        lead: lead.id,
        contact: lead.contact.id,
        owner: lead.owner.id,
      });
    };
    for (let i = 0; i < lead.visits; i++) push('Visit', lead.createdAt - random.next() * 7 * dayMs);
    push('E-mail', lead.createdAt + lead.answeredAfterHours * 3_600_000);
    const until = (lead.closedAt ?? end) - lead.createdAt;
    const followUps = Math.min(4, poisson(random, until / dayMs / 25));
    for (let i = 0; i < followUps; i++)
      push(random.next() < 0.5 ? 'Call' : 'E-mail', lead.createdAt + random.next() * until);
  }
  return made;
}
