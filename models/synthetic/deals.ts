import { at, days, end, season, workday } from './calendar.js';
import { gamma2, gamma2Survival, hourText, pick, poisson, sigmoid, streamOf } from './draw.js';
import type { Activity, Lead } from './leads.js';
import type { Contact, Rep } from './people.js';

const dayMs = 86_400_000;

export const stages = ['Qualification', 'Proposal', 'Negotiation', 'Contract'] as const;
export const lines = ['Instruments', 'Consumables', 'Service', 'Software'] as const;

export interface StageChange {
  readonly from: string | undefined;
  readonly to: string;
  readonly at: number;
}

export interface Deal {
  readonly id: string;
  readonly contact: Contact;
  readonly owner: Rep;
  /** The lead it came from; absent where an existing customer asked. */
  readonly lead: Lead | undefined;
  readonly line: (typeof lines)[number];
  /** Cents. */
  readonly amount: number;
  readonly competitor: boolean;
  readonly decisionMaker: boolean;
  /** Meetings in the first week. */
  readonly meetings: number;
  readonly createdAt: number;
  readonly stage: string;
  readonly status: 'open' | 'won' | 'lost';
  readonly closedAt: number | undefined;
  /** The rep's guess of the day it closes. */
  readonly closeAt: number;
  readonly changes: readonly StageChange[];
}

const byLine = { Instruments: -0.2, Consumables: 0.5, Service: 0.3, Software: 0 } as const;
/** Logit of going on from each stage for a deal of average quality; later stages lose fewer. */
const advance = [0.75, 0.95, 1.25, 2.2] as const;
/** Mean days in a stage before it goes on, and before it is lost: what lasts long is more and more likely lost. */
const daysToAdvance = [12, 16, 18, 9] as const;
const daysToLose = [34, 42, 40, 30] as const;

type Facts = Pick<
  Deal,
  'contact' | 'owner' | 'lead' | 'line' | 'amount' | 'competitor' | 'decisionMaker' | 'meetings'
>;

/** What makes a deal better or worse, in logits per stage; each is a fact that a CRM holds. */
export function quality(deal: Facts): number {
  const usual = Math.log(deal.contact.company.employees + 5) + 9.2;
  return (
    byLine[deal.line] +
    deal.owner.skill +
    (deal.lead === undefined ? 0.6 : deal.lead.source === 'Referral' ? 0.4 : 0) -
    (deal.competitor ? 0.7 : 0) +
    (deal.decisionMaker ? 0.5 : -0.1) +
    0.25 * Math.min(deal.meetings, 4) -
    0.4 * (Math.log(deal.amount) - usual)
  );
}

/** P(goes on from a stage | still in it after so many days). */
function goesOn(deal: Facts, stage: number, daysInStage: number): number {
  const p = sigmoid((advance[stage] ?? 0) + quality(deal));
  const on = p * gamma2Survival(daysInStage, daysToAdvance[stage] ?? 1);
  const off = (1 - p) * gamma2Survival(daysInStage, daysToLose[stage] ?? 1);
  return on / (on + off);
}

/** The true probability that a deal is won, from its stage (0 to 3) and the days it has been in it. */
export function winProbability(deal: Facts, stage: number, daysInStage: number): number {
  let p = goesOn(deal, stage, daysInStage);
  for (let s = stage + 1; s < stages.length; s++) p *= goesOn(deal, s, 0);
  return p;
}

interface Course {
  readonly changes: StageChange[];
  readonly status: Deal['status'];
  readonly closedAt: number | undefined;
}

/** Walks a deal through its stages until it ends or the history does. */
function courseOf(random: ReturnType<typeof streamOf>, deal: Facts, createdAt: number): Course {
  const changes: StageChange[] = [{ from: undefined, to: stages[0], at: createdAt }];
  let ms = createdAt;
  for (let stage = 0; stage < stages.length; stage++) {
    const on = random.next() < sigmoid((advance[stage] ?? 0) + quality(deal));
    ms += (0.2 + gamma2(random, (on ? daysToAdvance : daysToLose)[stage] ?? 1)) * dayMs;
    if (ms > end) return { changes, status: 'open', closedAt: undefined };
    const next = stages[stage + 1];
    const from = stages[stage];
    if (!on || next === undefined) {
      changes.push({ from, to: on ? 'Won' : 'Lost', at: ms });
      return { changes, status: on ? 'won' : 'lost', closedAt: ms };
    }
    changes.push({ from, to: next, at: ms });
  }
  throw new RangeError('a deal outlived its last stage');
}

/** Deals out of converted leads, and the rest asked for by known contacts, until there are `count`. */
export function makeDeals(
  seed: number,
  count: number,
  leads: readonly Lead[],
  contacts: readonly Contact[],
  reps: readonly Rep[],
): Deal[] {
  const random = streamOf(seed, 'deals');
  const origins: { lead: Lead | undefined; contact: Contact; owner: Rep; createdAt: number }[] = [];
  for (const lead of leads)
    if (
      lead.closedAt !== undefined &&
      lead.status === 'converted' &&
      origins.length < 0.7 * count &&
      random.next() < 0.75
    )
      origins.push({ lead, contact: lead.contact, owner: lead.owner, createdAt: lead.closedAt });
  while (origins.length < count) {
    const createdAt = workday(at(random.next() * days));
    if (random.next() > season(createdAt) / 1.15) continue;
    const contact = contacts[random.int(contacts.length)];
    const inRegion = reps.filter(({ region }) => region === contact?.company.region);
    const owner = inRegion[random.int(inRegion.length)];
    if (contact === undefined || owner === undefined || Date.parse(contact.createdAt) > createdAt) continue;
    origins.push({ lead: undefined, contact, owner, createdAt });
  }
  origins.sort((a, b) => a.createdAt - b.createdAt);
  return origins.map((origin, i): Deal => {
    const { employees } = origin.contact.company;
    const facts: Facts = {
      ...origin,
      line: pick(random, lines),
      amount:
        Math.round(Math.exp(Math.log(employees + 5) + 9.2 + 0.8 * random.normal()) / 100) * 100 + 10_000,
      competitor: random.next() < 0.35,
      decisionMaker: ['Director', 'Manager'].includes(origin.contact.role) || random.next() < 0.2,
      meetings: poisson(random, 1.2),
    };
    const course = courseOf(random, facts, origin.createdAt);
    const last = course.changes[course.changes.length - 1];
    return {
      id: `D${String(i + 1).padStart(5, '0')}`,
      ...facts,
      createdAt: origin.createdAt,
      stage: last?.to ?? stages[0],
      status: course.status,
      closedAt: course.closedAt,
      // Reps are hopeful, and round.
      closeAt: workday(origin.createdAt + (45 + gamma2(random, 25)) * dayMs),
      changes: course.changes,
    };
  });
}

/** Meetings of the first week and ordinary contact until the end; more of it while a deal lives. */
export function dealActivities(seed: number, deals: readonly Deal[]): Activity[] {
  const random = streamOf(seed, 'deal activities');
  const made: Activity[] = [];
  for (const deal of deals) {
    const push = (kind: Activity['kind'], ms: number): void => {
      if (ms > Math.min(end, deal.closedAt ?? end)) return;
      made.push({
        id: `B${made.length + 1}`,
        kind,
        at: hourText(random, ms),
        deal: deal.id,
        contact: deal.contact.id,
        owner: deal.owner.id,
      });
    };
    for (let i = 0; i < deal.meetings; i++) push('Meeting', deal.createdAt + random.next() * 7 * dayMs);
    const life = (deal.closedAt ?? end) - deal.createdAt;
    const calls = Math.min(12, poisson(random, Math.min(life / dayMs / 9, 15)));
    for (let i = 0; i < calls; i++)
      push(random.next() < 0.6 ? 'E-mail' : 'Call', deal.createdAt + random.next() * life);
  }
  return made;
}
