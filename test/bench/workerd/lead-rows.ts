import { createRandom } from '@aicrm/learn/random';

const pick = <T>(values: readonly T[], at: number): T | undefined => values[at];
const sources = ['web', 'fair', 'referral', 'ads'];

/** Rows as an import's chunk has them: a source id and the canonical fields of a lead, some 300 bytes of JSON. */
export function leadRows(count: number, seed: number): [string, Record<string, unknown>][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => [
    `L-${i}`,
    {
      name: `Person ${i} ${random.int(1e6)}`,
      email: `person.${i}@example.org`,
      phone: `+41 ${random.int(1e8)}`,
      contact: `C-${random.int(1e5)}`,
      campaign: `K-${random.int(30)}`,
      source: pick(sources, random.int(4)),
      status: 'open',
      createdAt: new Date(1.7e12 + random.int(1e9) * 50).toISOString(),
      custom: { score: random.int(100), region: `R${random.int(20)}`, visits: random.int(50) },
    },
  ]);
}
