import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { JobState, ModelSummary, type TrainRequest } from '@aicrm/schema/wire';
import type { Api, Shape } from '../api.js';
import { stopped } from '../api.js';
import type { Io } from '../io.js';
import { plain, table } from '../print.js';
import { type CommonFlags, connect, giveUp, show, status } from './context.js';

/** A list of one shape; none is left out in silence where one item does not fit. */
export function listOf<T>(shape: Shape<T>): Shape<T[]> {
  return {
    safeParse(value) {
      if (!Array.isArray(value)) return { success: false };
      const data: T[] = [];
      for (const item of value as readonly unknown[]) {
        const parsed = shape.safeParse(item);
        if (!parsed.success) return { success: false };
        data.push(parsed.data);
      }
      return { success: true, data };
    },
  };
}

const figure = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(3));

/** One line a version, the newest first. */
export const modelTable = (models: readonly ModelSummary[]): string =>
  table([
    ['model', 'version', 'status', 'AUC', 'log loss', 'kB', 'made', 'why'],
    ...models.flatMap((model) =>
      model.versions.length === 0
        ? [[model.name, '–', 'not trained yet', '–', '–', '–', '–', '']]
        : model.versions.map(({ version, status: is, bytes, createdAt, card }) => [
            model.name,
            version,
            is,
            figure(card.evaluation?.auc.value),
            figure(card.evaluation?.logLoss.value),
            (bytes / 1000).toFixed(1),
            createdAt.slice(0, 16),
            card.verdict.reason,
          ]),
    ),
  ]);

/** `aicrm models` */
export async function listModels(flags: CommonFlags, io: Io): Promise<number> {
  const api = await connect(flags, io);
  if (!api.ok) return giveUp(io, flags, api.error);
  const models = await api.value.request({ path: '/v1/models', repeatable: true }, listOf(ModelSummary));
  if (!models.ok) return giveUp(io, flags, models.error);
  show(io, flags, models.value, modelTable(models.value));
  return status.done;
}

/** `aicrm publish MODEL VERSION` and `aicrm revert MODEL` (no version). */
export async function changeModel(
  model: string,
  version: string | null,
  flags: CommonFlags,
  io: Io,
): Promise<number> {
  const api = await connect(flags, io);
  if (!api.ok) return giveUp(io, flags, api.error);
  const path = `/v1/models/${encodeURIComponent(model)}/${version === null ? 'revert' : 'publish'}`;
  const body = version === null ? {} : { version };
  // Publishing twice changes nothing more; reverting twice goes two versions back.
  const changed = await api.value.request(
    { method: 'POST', path, body, repeatable: version !== null },
    ModelSummary,
  );
  if (!changed.ok) return giveUp(io, flags, changed.error);
  show(io, flags, changed.value, `${model}: version ${changed.value.current ?? 'none'} is published\n`);
  return status.done;
}

export interface TrainFlags extends CommonFlags {
  readonly wait?: boolean;
  readonly exclude?: string;
  readonly insist?: string;
  readonly seed?: number;
  readonly horizonDays?: number;
  readonly outcome?: string;
}

/** A training of a few thousand records takes some seconds: polled slower, its steps would go by unseen. */
const pollEvery = 500;

async function waitForJob(api: Api, first: JobState, io: Io): Promise<Result<JobState, Problem>> {
  let job = first;
  let told = '';
  const tell = ({ kind, step, progress }: JobState) => {
    const text = `${kind}: ${plain(step, 80)} (${Math.floor(progress * 100)} %)`;
    if (text !== told) io.err(io.terminal ? `\r${text}\u001b[K` : `${text}\n`);
    told = text;
  };
  tell(job);
  while (job.status === 'queued' || job.status === 'running') {
    await io.sleep(pollEvery);
    if (io.signal.aborted) return fail(stopped);
    const next = await api.request(
      { path: `/v1/jobs/${encodeURIComponent(job.id)}`, repeatable: true },
      JobState,
    );
    if (!next.ok) return next;
    job = next.value;
    tell(job);
  }
  if (io.terminal) io.err('\r\u001b[K');
  if (job.status === 'done') return ok(job);
  return fail(job.error ?? problem('temporary', 'The job failed', 'The worker gave no reason.'));
}

const words = (text: string | undefined) =>
  text === undefined
    ? []
    : text
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '');

/**
 * `aicrm train MODEL`. With `--wait` the exit status is 0 when a version was made, also where the gate keeps the one
 * before: that is an answer, and its reason is printed.
 */
export async function trainCommand(model: string, flags: TrainFlags, io: Io): Promise<number> {
  const api = await connect(flags, io);
  if (!api.ok) return giveUp(io, flags, api.error);
  const [exclude, insist] = [words(flags.exclude), words(flags.insist)];
  const body: TrainRequest = {
    ...(exclude.length > 0 ? { exclude } : {}),
    ...(insist.length > 0 ? { insist } : {}),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.horizonDays === undefined ? {} : { horizonDays: flags.horizonDays }),
    ...(flags.outcome === undefined ? {} : { outcome: flags.outcome }),
  };
  const path = `/v1/models/${encodeURIComponent(model)}/train`;
  // The worker gives back the training that is waiting already, so asking again starts no second one.
  const job = await api.value.request({ method: 'POST', path, body, repeatable: true }, JobState);
  if (!job.ok) return giveUp(io, flags, job.error);
  if (!flags.wait) {
    show(io, flags, job.value, `training of ${model} is ${job.value.status}: job ${job.value.id}\n`);
    return status.done;
  }
  const done = await waitForJob(api.value, job.value, io);
  if (!done.ok) return giveUp(io, flags, done.error);
  const { result } = done.value;
  const text =
    result === null
      ? `${model}: done\n`
      : `${result.model} version ${result.version} ${result.published ? 'is published' : 'was not published'}: ${plain(result.verdict.reason, 500)}\n`;
  show(io, flags, done.value, text);
  return status.done;
}
