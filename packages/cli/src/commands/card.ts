import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { renderClassesCard } from '@aicrm/models/card/classes-page';
import { renderNumberCard } from '@aicrm/models/card/number-page';
import { renderCard } from '@aicrm/models/card/page';
import { renderReportCard } from '@aicrm/models/card/report-page';
import { renderTextCard } from '@aicrm/models/card/text-page';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { ClassesCard } from '@aicrm/schema/classes-model';
import { ModelCard } from '@aicrm/schema/model';
import { NumberCard } from '@aicrm/schema/number-model';
import { type Problem, problem } from '@aicrm/schema/problem';
import { ReportCard, reportKinds } from '@aicrm/schema/report-card';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { TextCard } from '@aicrm/schema/text-card';
import type { Io } from '../io.js';
import { plain } from '../print.js';
import { type CommonFlags, giveUp, show, status } from './context.js';
import { diskProblem, pathOf } from './files.js';

export interface CardFlags extends CommonFlags {
  readonly card?: string;
  readonly model?: string;
  readonly out?: string;
  readonly dir?: 'ltr' | 'rtl';
}

export async function fileAt(path: string): Promise<Result<Uint8Array, Problem>> {
  try {
    return ok(await readFile(path));
  } catch (error) {
    return fail(diskProblem(path, error));
  }
}

/** What every card has, whatever its kind, and how its page is made. */
interface ReadCard {
  readonly name: string;
  readonly version: string;
  readonly sha256?: string | undefined;
  readonly page: (dir: CardFlags['dir']) => string;
}

type Parsed<Card> =
  | { readonly success: true; readonly data: Card }
  | {
      readonly success: false;
      readonly error: {
        readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
      };
    };

/** A kind of card: how it is read, and how it is drawn. */
const kindOf =
  <Card extends Omit<ReadCard, 'page'>>(
    shape: { safeParse(data: unknown): Parsed<Card> },
    render: (card: Card, options: { readonly dir?: 'ltr' | 'rtl' }) => string,
  ) =>
  (data: unknown): Parsed<ReadCard> => {
    const read = shape.safeParse(data);
    if (!read.success) return read;
    const { name, version, sha256 } = read.data;
    const page = (dir: CardFlags['dir']): string => render(read.data, dir === undefined ? {} : { dir });
    return { success: true, data: { name, version, sha256, page } };
  };

const kinds = {
  chance: kindOf(ModelCard, renderCard),
  number: kindOf(NumberCard, renderNumberCard),
  classes: kindOf(ClassesCard, renderClassesCard),
  text: kindOf(TextCard, renderTextCard),
  report: kindOf<ReportCard & { readonly sha256?: string }>(ReportCard, renderReportCard),
};

/** What kind of card it says it is; undefined for one that nobody here can draw. A card without a kind is one of a chance. */
function readerOf(data: unknown): ((data: unknown) => Parsed<ReadCard>) | undefined {
  const { kind, meta, sources } = Object(data);
  // A text model has sources where others have columns.
  if (kind === undefined && Array.isArray(sources)) return kinds.text;
  if (kind !== undefined) return reportKinds.some((one) => one === kind) ? kinds.report : undefined;
  const { task } = Object(meta);
  if (task === undefined) return kinds.chance;
  return task === 'number' ? kinds.number : task === 'classes' ? kinds.classes : undefined;
}

function parse(path: string, bytes: Uint8Array): Result<ReadCard, Problem> {
  const unreadable = (why: string) =>
    fail(
      problem('bad-data', 'The card cannot be read', `${path}: ${why}`, {
        action:
          'Give what --card of an aicrm command wrote, or what the worker answers for a version’s card.',
      }),
    );
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return unreadable('It is no JSON.');
  }
  const reader = readerOf(data);
  if (reader === undefined) {
    const { kind, meta } = Object(data);
    return unreadable(
      `It says it is a card of "${plain(String(kind ?? Object(meta).task), 60)}", a kind that this version does not know. It knows those of chances, numbers, classes, texts, ${reportKinds.join(', ')}.`,
    );
  }
  const read = reader(data);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  return unreadable(
    `It is no model card (${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unexpected'}).`,
  );
}

/** Where the card of a model file may lie: under the file's own name, else the usual one in the same folder. */
export const besides = (model: string): string[] => {
  const name = basename(model).replace(/\.(onnx|bin)$/i, '');
  return [`${name}.card.json`, `${name}.json`, 'card.json'].map((file) => join(dirname(model), file));
};

/** The card beside a model file, which must be that file's: its hash stands in the card. */
async function cardOfModel(model: string): Promise<Result<ReadCard, Problem>> {
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
  let card: Result<ReadCard, Problem>;
  if (flags.card === undefined) card = await cardOfModel(path);
  else {
    const bytes = await fileAt(path);
    card = bytes.ok ? parse(path, bytes.value) : bytes;
  }
  if (!card.ok) return giveUp(io, flags, card.error);
  const out = pathOf(io, flags.out ?? `${source.replace(/\.(json|onnx|bin)$/i, '')}.html`);
  const page = card.value.page(flags.dir);
  try {
    await writeFile(out, page);
  } catch (error) {
    return giveUp(io, flags, diskProblem(out, error));
  }
  const { name, version } = card.value;
  show(io, flags, { out, name, version }, `card of ${name} ${version}: ${out}\n`);
  return status.done;
}
