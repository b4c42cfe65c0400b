import { createRandom } from '@aicrm/learn/random';
import { behaviourOf } from '@aicrm/models/segments/behaviour';
import { segmentsFile } from '@aicrm/models/segments/file';
import { rfmSegments } from '@aicrm/models/segments/rfm';
import { defaultRules } from '@aicrm/models/segments/rules';
import type { Order } from '@aicrm/models/value/customers';
import type { SegmentsFile } from '@aicrm/schema/analysis';
import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import { fail, must, ok } from '@aicrm/schema/result';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 18);

/** Segments by the real rules of customers who buy at rates and for amounts of their own, and of whom some have stopped. */
export function segmentsOf(customers: number): Result<SegmentsFile, Problem> {
  const random = createRandom(3);
  const orders = Array.from({ length: customers }, (_, c) => {
    const gap = 8 + 90 * random.next() ** 2;
    const amount = 20 * Math.exp(1.1 * random.normal());
    const begun = now - day * (30 + 700 * random.next());
    const ended = random.next() < 0.4 ? begun + (now - begun) * random.next() : now;
    const own: Order[] = [];
    for (let at = begun; at < ended; at += gap * day * (0.4 + 1.2 * random.next()))
      own.push({
        sourceId: `o${c}-${own.length}`,
        fields: {
          contact: `c${c}`,
          at: new Date(at).toISOString(),
          total: { minor: Math.round(100 * amount * Math.exp(0.3 * random.normal())), currency: 'EUR' },
        },
      });
    return own;
  }).flat();
  const behaviour = behaviourOf(orders, now, 'EUR');
  const made = rfmSegments(behaviour);
  return made.ok
    ? ok(segmentsFile(behaviour, made.value, defaultRules, new Date(now).toISOString()))
    : fail(made.error);
}

export function smallSegments(): SegmentsFile {
  const made = segmentsOf(600);
  return must(made.ok ? made.value : undefined, 'segments');
}
