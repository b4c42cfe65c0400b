// AICRM_URL=https://YOUR-WORKER AICRM_KEY=... node explain.ts lead:crm:7 [badge.svg]
// Deno runs it too: deno run --allow-env --allow-net --allow-write explain.ts lead:crm:7
import { writeFile } from 'node:fs/promises';

interface Reason {
  readonly label: string;
  readonly value: unknown;
  readonly contribution: number;
}
interface Answer {
  readonly predictions: readonly (
    | { readonly state: 'score'; readonly probability: number; readonly band: string }
    | { readonly state: 'insufficient-data'; readonly detail: string }
  )[];
  readonly explanations: readonly ({
    readonly explanation: { readonly base: number; readonly reasons: readonly Reason[] };
    readonly counterfactuals: readonly {
      readonly label: string;
      readonly to: unknown;
      readonly probability: number;
    }[];
  } | null)[];
}

export interface Worker {
  readonly url: string;
  /** Holds `sync:all`. */
  readonly key: string;
  readonly fetch?: typeof fetch;
}

async function ask(
  { url, key, fetch: send = fetch }: Worker,
  path: string,
  body?: object,
): Promise<Response> {
  const answer = await send(new URL(path, url), {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (answer.ok) return answer;
  const problem = (await answer.json().catch(() => null)) as { detail?: string } | null;
  throw new Error(problem?.detail ?? `The worker answered ${answer.status}.`);
}

/** The score of a stored record and what it stands on, as lines for people. */
export async function explained(worker: Worker, record: string): Promise<string[]> {
  const request = { model: 'lead-score', records: [record], explain: true };
  const answer: Answer = await (await ask(worker, '/v1/predictions', request)).json();
  const [prediction] = answer.predictions;
  const [reasons] = answer.explanations;
  if (prediction?.state !== 'score') return [prediction?.detail ?? 'No answer.'];
  const signed = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(2)}`;
  return [
    `${record}: ${Math.round(100 * prediction.probability)} % (${prediction.band})`,
    ...(reasons?.explanation.reasons ?? []).map(
      ({ label, value, contribution }) => `  ${signed(contribution)}  ${label}: ${value ?? 'missing'}`,
    ),
    ...(reasons?.counterfactuals ?? []).map(
      ({ label, to, probability }) => `  ${label} at ${to} would make it ${Math.round(100 * probability)} %`,
    ),
  ];
}

/** The badge as SVG, for a mail or a file. Asked for by a server: its address holds no credential and shows nothing alone. */
export const badge = async (worker: Worker, record: string, language = 'en'): Promise<string> =>
  (await ask(worker, `/v1/records/${encodeURIComponent(record)}/badge.svg?lang=${language}`)).text();

const [, script = '', record, file] = process.argv;
if (script.endsWith('explain.ts') && record) {
  const worker = { url: process.env.AICRM_URL ?? '', key: process.env.AICRM_KEY ?? '' };
  console.log((await explained(worker, record)).join('\n'));
  if (file) await writeFile(file, await badge(worker, record));
}
