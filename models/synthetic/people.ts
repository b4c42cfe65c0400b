import type { Random } from '@aicrm/learn/random';
import type { Scalar } from '@aicrm/schema/view';
import { at, begin, days, end } from './calendar.js';
import { dayText, pick, pickWeighted, streamOf } from './draw.js';
import { companyName, domainOf, emailOf, personName } from './names.js';

const dayMs = 86_400_000;

export const industries = [
  'Manufacturing',
  'Healthcare',
  'Food',
  'Logistics',
  'Energy',
  'Research',
  'Retail',
  'Public sector',
] as const;
export const regions = ['North', 'South', 'East', 'West'] as const;
export const roles = ['Buyer', 'Engineer', 'Manager', 'Director', 'Assistant'] as const;

export interface Company {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly industry: (typeof industries)[number];
  readonly region: (typeof regions)[number];
  readonly employees: number;
  readonly createdAt: string;
}

export interface Contact {
  readonly id: string;
  readonly company: Company;
  readonly name: string;
  readonly email: string;
  readonly role: (typeof roles)[number];
  readonly createdAt: string;
}

export interface Rep {
  readonly id: string;
  readonly name: string;
  readonly region: (typeof regions)[number];
  /** Logits by which deals of this rep are won more often than others'. */
  readonly skill: number;
  readonly capacity: number;
}

export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly kind: 'Webinar' | 'Fair' | 'Newsletter' | 'Referral';
  readonly startsAt: number;
  readonly endsAt: number;
}

/** A cell that is sometimes missing, as it is in every CRM. */
export const holed = <T extends Scalar>(random: Random, value: T, share: number): T | null =>
  random.next() < share ? null : value;

export function makeCompanies(seed: number, count: number): Company[] {
  const random = streamOf(seed, 'companies');
  return Array.from({ length: count }, (_, i): Company => {
    const id = `C${String(i + 1).padStart(4, '0')}`;
    const name = companyName(random);
    return {
      id,
      name,
      domain: domainOf(id, name),
      industry: pick(random, industries),
      region: pickWeighted(
        random,
        [
          ['North', 4],
          ['South', 3],
          ['East', 2],
          ['West', 2],
        ],
        'North',
      ),
      employees: Math.max(2, Math.round(Math.exp(4.2 + 1.3 * random.normal()))),
      // Most were there before the history begins.
      createdAt: dayText(at(random.next() * (days + 900) - 900)),
    };
  });
}

export function makeContacts(seed: number, companies: readonly Company[], count: number): Contact[] {
  const random = streamOf(seed, 'contacts');
  return Array.from({ length: count }, (_, i): Contact => {
    // Everyone has one contact before anyone has a second; larger companies have more.
    const byTurn = companies[i % companies.length];
    const other = companies[random.int(companies.length)];
    const company =
      i < companies.length ||
      byTurn === undefined ||
      other === undefined ||
      byTurn.employees >= other.employees
        ? byTurn
        : other;
    if (company === undefined) throw new RangeError('contacts need a company');
    const name = personName(random);
    return {
      id: `P${String(i + 1).padStart(5, '0')}`,
      company,
      name,
      email: emailOf(name, company.domain, i),
      role: pickWeighted(
        random,
        [
          ['Buyer', 4],
          ['Engineer', 3],
          ['Manager', 2],
          ['Director', 1],
          ['Assistant', 1],
        ],
        'Buyer',
      ),
      createdAt: dayText(Math.min(end, Date.parse(company.createdAt) + random.next() * 300 * dayMs)),
    };
  });
}

export function makeReps(seed: number, count: number): Rep[] {
  const random = streamOf(seed, 'reps');
  return Array.from({ length: count }, (_, i) => ({
    id: `R${String(i + 1).padStart(2, '0')}`,
    name: personName(random),
    region: regions[i % regions.length] ?? 'North',
    skill: 0.35 * random.normal(),
    capacity: 20 + 5 * random.int(5),
  }));
}

export function makeCampaigns(seed: number, count: number): Campaign[] {
  const random = streamOf(seed, 'campaigns');
  return Array.from({ length: count }, (_, i): Campaign => {
    const kind = pick<Campaign['kind']>(random, ['Webinar', 'Fair', 'Newsletter', 'Referral']);
    const startsAt = begin + Math.floor(((i + random.next()) / count) * days) * dayMs;
    return {
      id: `K${String(i + 1).padStart(2, '0')}`,
      name: `${kind} ${dayText(startsAt).slice(0, 7)}`,
      kind,
      startsAt,
      endsAt: startsAt + (kind === 'Fair' ? 3 : kind === 'Newsletter' ? 30 : 60) * dayMs,
    };
  });
}
