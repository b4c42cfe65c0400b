import * as z from 'zod/mini';
import { ClassesCard } from './classes-model.js';
import { recordTypes } from './ids.js';
import { ModelCard } from './model.js';
import { NumberCard } from './number-model.js';
import { Explanation } from './prediction.js';
import { Instant, Scalar } from './view.js';

const Names = z.array(z.string()).check(z.maxLength(500));
const DayOrder = z.enum(['dmy', 'mdy']);

/** What a custom model predicts: whether, how much, or which. */
export const CustomKind = z.enum(['yes-no', 'number', 'classes']);
export type CustomKind = z.infer<typeof CustomKind>;

/** Rows of a table: CSV with its header, or columns of equal length by name. At most 2,000 rows a request. */
export const TablePart = z.union([
  z.strictObject({ csv: z.string() }),
  z.strictObject({ columns: z.record(z.string(), z.array(Scalar)) }),
]);
export type TablePart = z.infer<typeof TablePart>;

/**
 * POST /v1/tables/:id/rows: a part of a table that is too long for one request. `offset` is its first row, from 0; repeating
 * a part changes nothing. Every part has the same columns.
 */
export const TableRows = z.object({ offset: z.int().check(z.nonnegative()), part: TablePart });
export type TableRows = z.infer<typeof TableRows>;

/** GET and POST /v1/tables: rows that were uploaded to learn from. They are kept for a day after the last of them came. */
export const TableState = z.object({
  id: z.string(),
  rows: z.number(),
  /** Null until the first rows came. */
  columns: z.nullable(z.array(z.string())),
  bytes: z.number(),
  createdAt: Instant,
});
export type TableState = z.infer<typeof TableState>;

/** Where the rows to learn from are: sent along, uploaded before, or stored records as their views show them. */
export const CustomTable = z.union([
  TablePart,
  z.strictObject({ upload: z.string() }),
  z.strictObject({
    records: z.enum(recordTypes),
    /** Fields and facts of the view to use, the target among them; by default all. */
    fields: z.optional(Names),
  }),
]);
export type CustomTable = z.infer<typeof CustomTable>;

/** POST /v1/models: any column of any table becomes a model of that name, or the next version of it. */
export const CustomModelRequest = z.object({
  name: z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/)),
  target: z.string(),
  kind: z.optional(z.enum(['auto', ...CustomKind.options])),
  /** Which value of a yes/no target is the outcome. */
  positive: z.optional(z.string()),
  table: CustomTable,
  /** The column that says when each row was; without it the parts are random. */
  time: z.optional(z.string()),
  drop: z.optional(Names),
  /** Columns of free text whose words are used. */
  text: z.optional(Names),
  /** Columns that a person can act on. */
  changeable: z.optional(Names),
  /** A column whose equal values belong together, or by which figures are reported. */
  groups: z.optional(z.string()),
  /** Columns to use although the leak check refuses them. */
  insist: z.optional(Names),
  /** Days until an outcome is known; needs `time`. */
  horizonDays: z.optional(z.int().check(z.minimum(1), z.maximum(730))),
  /** The order of day and month in dates such as 03/04/2024, where the table's own do not tell. */
  dayOrder: z.optional(DayOrder),
  seed: z.optional(z.int()),
  /** Under which terms uploaded rows may be used; of stored records the imports said it. */
  dataLicence: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
  synthetic: z.optional(z.boolean()),
});
export type CustomModelRequest = z.infer<typeof CustomModelRequest>;

/** The card of a version of a model of any kind; `meta.task` tells numbers and classes from the rest. */
export const AnyCard = z.union([NumberCard, ClassesCard, ModelCard]);
export type AnyCard = z.infer<typeof AnyCard>;

/** What a summary says of a custom model beside what it says of every model. */
export const CustomSummary = z.object({
  /** Of the newest version. */
  kind: CustomKind,
  target: z.string(),
  /** Where its rows came from. */
  from: z.enum(['upload', 'records']),
  /** The versions of numbers and classes, the newest first; those of a probability stand among `versions`. */
  otherVersions: z.array(
    z.object({
      version: z.string(),
      sha256: z.string(),
      bytes: z.number(),
      status: z.enum(['published', 'candidate', 'refused', 'retired']),
      createdAt: Instant,
      kind: CustomKind,
      card: z.union([NumberCard, ClassesCard]),
    }),
  ),
});
export type CustomSummary = z.infer<typeof CustomSummary>;

/** POST /v1/models/:name/score: rows of a table by a custom model's published version; with reasons 200 rows at most. */
export const CustomScoreRequest = z.object({
  table: TablePart,
  explain: z.optional(z.boolean()),
  dayOrder: z.optional(DayOrder),
});
export type CustomScoreRequest = z.infer<typeof CustomScoreRequest>;

const explained = { explanation: z.optional(z.nullable(Explanation)) };

/** One row's answer, in the order of the rows sent. */
export const CustomScore = z.union([
  z.object({ probability: z.number(), ...explained }),
  /** In the target's own unit; no range where the model has too few rows for one. */
  z.object({
    value: z.number(),
    low: z.nullable(z.number()),
    high: z.nullable(z.number()),
    ...explained,
  }),
  z.object({ class: z.string(), probabilities: z.record(z.string(), z.number()), ...explained }),
  /** The row says too little: why, and what is missing. */
  z.object({ refusal: z.string(), missing: z.array(z.string()) }),
]);
export type CustomScore = z.infer<typeof CustomScore>;

export const CustomScoreAnswer = z.object({
  model: z.string(),
  version: z.string(),
  kind: CustomKind,
  /** Columns that the model reads and the table lacks. */
  missing: z.array(z.string()),
  scores: z.array(CustomScore),
});
export type CustomScoreAnswer = z.infer<typeof CustomScoreAnswer>;
