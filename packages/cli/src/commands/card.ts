import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { renderClassesCard } from '@aicrm/models/card/classes-page';
import { renderNumberCard } from '@aicrm/models/card/number-page';
import { renderCard } from '@aicrm/models/card/page';
import { renderTextCard } from '@aicrm/models/card/text-page';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { ClassesCard } from '@aicrm/schema/classes-model';
import { ModelCard } from '@aicrm/schema/model';
import { NumberCard } from '@aicrm/schema/number-model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { TextCard } from '@aicrm/schema/text-card';
import type { Io } from '../io.js';
import { type CommonFlags, giveUp, show, status } from './context.js';
import { diskProblem, pathOf } from './files.js';

export interface CardFlags extends CommonFlags {
  readonly card?: string;
  readonly model?: string;
  readonly out?: string;
  readonly dir?: 'ltr' | 'rtl';
}

async function fileAt(path: string): Promise<Result<Uint8Array, Problem>> {
  try {
    return ok(await readFile(path));
  } catch (error) {
    return fail(diskProblem(path, error));
  }
}

/** A card of any kind of model. */
type AnyCard = ModelCard | NumberCard | ClassesCard | TextCard;

const taskOf = (card: ModelCard | NumberCard | ClassesCard): 'number' | 'classes' | 'chance' =>
  'task' in card.meta ? card.meta.task : 'chance';
/** A text model has sources where others have columns. */
const isTextCard = (card: AnyCard): card is TextCard => 'sources' in card;

/** What kind of card it says it is; a file that says nothing is read as one of a probability. */
function shapeOf(data: unknown): typeof ModelCard | typeof NumberCard | typeof ClassesCard | typeof TextCard {
  const { meta, sources } = Object(data);
  if (Array.isArray(sources)) return TextCard;
  const { task } = Object(meta);
  return task === 'number' ? NumberCard : task === 'classes' ? ClassesCard : ModelCard;
}

const isNumberCard = (card: ModelCard | NumberCard | ClassesCard): card is NumberCard =>
  taskOf(card) === 'number';
const isClassesCard = (card: ModelCard | NumberCard | ClassesCard): card is ClassesCard =>
  taskOf(card) === 'classes';

function pageOf(card: AnyCard, dir: CardFlags['dir']): string {
  const options = dir === undefined ? {} : { dir };
  if (isTextCard(card)) return renderTextCard(card, options);
  if (isNumberCard(card)) return renderNumberCard(card, options);
  return isClassesCard(card) ? renderClassesCard(card, options) : renderCard(card, options);
}

function parse(path: string, bytes: Uint8Array): Result<AnyCard, Problem> {
  const unreadable = (why: string) =>
    fail(
      problem('bad-data', 'The card cannot be read', `${path}: ${why}`, {
        action:
          'Give the card.json that "aicrm train" wrote, or what the worker answers for a version’s card.',
      }),
    );
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return unreadable('It is no JSON.');
  }
  const read = shapeOf(data).safeParse(data);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  return unreadable(
    `It is no model card (${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unexpected'}).`,
  );
}

/** Where the card of a model file may lie: under the file's own name, else the usual one in the same folder. */
const besides = (model: string): string[] => {
  const name = basename(model).replace(/\.(onnx|bin)$/i, '');
  return [`${name}.card.json`, `${name}.json`, 'card.json'].map((file) => join(dirname(model), file));
};

/** The card beside a model file, which must be that file's: its hash stands in the card. */
async function cardOfModel(model: string): Promise<Result<AnyCard, Problem>> {
  const bytes = await fileAt(model);
  if (!bytes.ok) return bytes;
  const sha256 = await sha256Hex(bytes.value);
  for (const path of besides(model)) {
    const found = await fileAt(path);
    if (!found.ok) continue;
    const card = parse(path, found.value);
    if (!card.ok || card.value.sha256 === undefined || card.value.sha256 === sha256) return card;
    return fail(
      problem('bad-data', 'The card is of another model', `${path} does not belong to ${model}.`, {
        action: 'Name the right one with --card.',
      }),
    );
  }
  return fail(
    problem('bad-data', 'There is no card beside the model', `Looked for ${besides(model).join(', ')}.`, {
      action: 'Name it with --card.',
    }),
  );
}

/** `aicrm card`: a model card as one HTML page. */
export async function cardCommand(flags: CardFlags, io: Io): Promise<number> {
  const source = flags.card ?? flags.model;
  if (source === undefined || (flags.card !== undefined && flags.model !== undefined)) {
    io.err('error: name one of --card and --model\n');
    return status.usage;
  }
  const path = pathOf(io, source);
  let card: Result<AnyCard, Problem>;
  if (flags.card === undefined) card = await cardOfModel(path);
  else {
    const bytes = await fileAt(path);
    card = bytes.ok ? parse(path, bytes.value) : bytes;
  }
  if (!card.ok) return giveUp(io, flags, card.error);
  const out = pathOf(io, flags.out ?? `${source.replace(/\.(json|onnx|bin)$/i, '')}.html`);
  const page = pageOf(card.value, flags.dir);
  try {
    await writeFile(out, page);
  } catch (error) {
    return giveUp(io, flags, diskProblem(out, error));
  }
  const { name, version } = card.value;
  show(io, flags, { out, name, version }, `card of ${name} ${version}: ${out}\n`);
  return status.done;
}
