import * as z from 'zod/mini';
import { AnalysisPointer } from './analysis.js';
import {
  CustomModelRequest,
  CustomScoreAnswer,
  CustomScoreRequest,
  CustomSummary,
  TableRows,
  TableState,
} from './custom-model.js';
import { DriftReport, RecordTrend } from './drift.js';
import { recordTypes } from './ids.js';
import { ModelCard, Verdict } from './model.js';
import { Counterfactual, Explanation, Prediction } from './prediction.js';
import { Problem, ProblemIssue } from './problem.js';
import { Instant, RecordView } from './view.js';

/**
 * The wire protocol between worker, pages, console and command line. A test pins the hash of all these schemas:
 * a change of any needs a new version and a line here.
 *
 * 1: records by import, views and models by sync, embed tokens, jobs.
 */
export const protocolVersion = 1;

// --- tokens -------------------------------------------------------------------------------------------------------

export const scopes = [
  'sync:all',
  'sync:record',
  'models:read',
  'events:write',
  'import:write',
  'models:write',
  'tokens:mint',
] as const;
export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;
/** What a credential can be given: every scope has a route that takes it. */
export const grantableScopes: readonly Scope[] = scopes;

/** POST /v1/tokens, with an API key that holds `tokens:mint`. */
export const TokenRequest = z.object({
  scopes: z.array(Scope).check(z.minLength(1)),
  /** Origins of pages that may use the token; the request's Origin header must be one of them. */
  origins: z.array(z.string()).check(z.minLength(1), z.maxLength(10)),
  /** With `sync:record`: the one record the token may read. */
  record: z.optional(z.string()),
  /** Seconds, 60 to 3,600; default 900. */
  expiresIn: z.optional(z.int().check(z.minimum(60), z.maximum(3_600))),
});
export type TokenRequest = z.infer<typeof TokenRequest>;
export const TokenAnswer = z.object({ token: z.string(), expiresAt: Instant });
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** GET and POST /v1/keys; the secret is shown once, in the answer to POST. */
export const ApiKey = z.object({
  id: z.string(),
  label: z.string(),
  scopes: z.array(Scope),
  createdAt: Instant,
  revokedAt: z.nullable(Instant),
});
export type ApiKey = z.infer<typeof ApiKey>;
export const ApiKeyRequest = z.object({ label: z.string(), scopes: z.array(Scope).check(z.minLength(1)) });
export type ApiKeyRequest = z.infer<typeof ApiKeyRequest>;
export const ApiKeyCreated = z.extend(ApiKey, { key: z.string() });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;

// --- import -------------------------------------------------------------------------------------------------------

/** How one column becomes a field: `field` is a canonical name or `custom.<name>`. */
export const ColumnMapping = z.object({
  column: z.string(),
  field: z.string(),
  /** How a text becomes a value; `auto` follows the field's type. Money is read as major units of `currency`. */
  as: z.optional(z.enum(['auto', 'text', 'number', 'money', 'instant', 'boolean'])),
  /** Values to translate before parsing, such as {"Won": "converted"}. */
  values: z.optional(z.record(z.string(), z.string())),
  /** For days and times: the order of the parts where they are ambiguous. */
  dayOrder: z.optional(z.enum(['ymd', 'dmy', 'mdy'])),
});
export type ColumnMapping = z.infer<typeof ColumnMapping>;

/** POST /v1/imports: opens an import; rows follow in chunks. */
export const ImportRequest = z.object({
  type: z.enum(recordTypes),
  connection: z.string(),
  /** Columns that make the upsert key, joined by ":" where there are several. */
  key: z.array(z.string()).check(z.minLength(1)),
  mapping: z.array(ColumnMapping),
  currency: z.optional(z.string()),
  /** Moves every instant by whole weeks (weekdays stay), for samples from the past. */
  shiftWeeks: z.optional(z.int()),
  dryRun: z.optional(z.boolean()),
  fileName: z.optional(z.string()),
  /** Under which terms the rows may be used and whose they are, for the cards of models that learn from them. */
  dataLicence: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
  /** Whether the rows are made up: the cards say so. */
  synthetic: z.optional(z.boolean()),
  header: z.array(z.string()),
});
export type ImportRequest = z.infer<typeof ImportRequest>;

/** POST /v1/imports/:id/rows: at most 2,000 rows; repeating a chunk by its `offset` changes nothing. */
export const ImportRows = z.object({
  offset: z.int(),
  rows: z.array(z.array(z.string())).check(z.maxLength(2_000)),
});
export type ImportRows = z.infer<typeof ImportRows>;

export const RejectedRow = z.object({
  /** 1-based data row of the file (the header is row 0). */
  row: z.number(),
  issues: z.array(ProblemIssue),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

export const ImportCounts = z.object({
  read: z.number(),
  inserted: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const ImportState = z.object({
  id: z.string(),
  type: z.enum(recordTypes),
  connection: z.string(),
  fileName: z.nullable(z.string()),
  dryRun: z.boolean(),
  status: z.enum(['open', 'finishing', 'done', 'failed']),
  counts: ImportCounts,
  createdAt: Instant,
});
export type ImportState = z.infer<typeof ImportState>;
export const ImportRowsAnswer = z.object({ state: ImportState, rejected: z.array(RejectedRow) });
export type ImportRowsAnswer = z.infer<typeof ImportRowsAnswer>;

// --- sync ---------------------------------------------------------------------------------------------------------

/** What a page needs to know of a model: fetch the artefact by `sha256` when it has another one. `null` = refused. */
export const ModelPointer = z.object({
  name: z.string(),
  recordType: z.string(),
  /** The published model, or null where none may be shown. */
  current: z.nullable(z.object({ version: z.string(), sha256: z.string(), bytes: z.number() })),
  /** Why there is none, in the gate's words. */
  refusal: z.nullable(z.string()),
});
export type ModelPointer = z.infer<typeof ModelPointer>;

/** GET /v1/sync?cursor=&limit=&type=: 304 when nothing changed since `cursor`. */
export const SyncPage = z.object({
  protocol: z.literal(1),
  tenant: z.string(),
  /** Opaque; pass it back. */
  cursor: z.string(),
  more: z.boolean(),
  /** The tenant's database was made anew: the client drops what it has and begins again. */
  reset: z.boolean(),
  upserts: z.array(RecordView),
  tombstones: z.array(z.string()),
  models: z.array(ModelPointer),
  /** Files that were computed for the whole tenant, as far as the caller may read them; absent from older workers. */
  analyses: z.optional(z.array(AnalysisPointer)),
  serverTime: Instant,
});
export type SyncPage = z.infer<typeof SyncPage>;

// --- models and jobs ----------------------------------------------------------------------------------------------

export const JobState = z.object({
  id: z.string(),
  kind: z.enum(['train', 'views', 'score', 'analyse']),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  /** 0..1 */
  progress: z.number(),
  /** What it is doing, as a sentence part. */
  step: z.string(),
  error: z.nullable(Problem),
  /** For `train`: the version that was made. */
  result: z.nullable(
    z.object({ model: z.string(), version: z.string(), published: z.boolean(), verdict: Verdict }),
  ),
  createdAt: Instant,
  finishedAt: z.nullable(Instant),
});
export type JobState = z.infer<typeof JobState>;

/** POST /v1/models/:name/train */
export const TrainRequest = z.object({
  /** Features to leave out, by id. */
  exclude: z.optional(z.array(z.string())),
  /** Columns the leak check refuses that the user insists on, by id. */
  insist: z.optional(z.array(z.string())),
  seed: z.optional(z.int()),
  /** What counts as success, as a sentence part for cards and panels: "redeems a coupon within 70 days". */
  outcome: z.optional(z.string().check(z.minLength(3), z.maxLength(200))),
  /** Days within which the outcome must happen. */
  horizonDays: z.optional(z.int().check(z.minimum(1), z.maximum(730))),
});
export type TrainRequest = z.infer<typeof TrainRequest>;

export const ModelVersion = z.object({
  version: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  status: z.enum(['published', 'candidate', 'refused', 'retired']),
  createdAt: Instant,
  card: ModelCard,
});
export type ModelVersion = z.infer<typeof ModelVersion>;

/** GET /v1/models lists these; GET /v1/models/:name is one. */
export const ModelSummary = z.object({
  name: z.string(),
  label: z.string(),
  recordType: z.string(),
  current: z.nullable(z.string()),
  versions: z.array(ModelVersion),
});
export type ModelSummary = z.infer<typeof ModelSummary>;

/** The same of a model that the tenant asked for by POST /v1/models; who does not know `custom` reads past it. */
export const CustomModelSummary = z.extend(ModelSummary, { custom: CustomSummary });
export type CustomModelSummary = z.infer<typeof CustomModelSummary>;

/** POST /v1/predictions: the worker's own score of stored records, by the same function as the page's. */
export const PredictionRequest = z.object({
  model: z.string(),
  records: z.array(z.string()).check(z.minLength(1), z.maxLength(1_000)),
  asOf: z.optional(Instant),
  /** Also the reasons of each score and what would change it most; at most 100 records then. */
  explain: z.optional(z.boolean()),
});
export type PredictionRequest = z.infer<typeof PredictionRequest>;
export const PredictionAnswer = z.object({
  predictions: z.array(Prediction),
  /** With `explain`, in the same order; null where there is no score to explain. */
  explanations: z.optional(
    z.array(z.nullable(z.object({ explanation: Explanation, counterfactuals: z.array(Counterfactual) }))),
  ),
});
export type PredictionAnswer = z.infer<typeof PredictionAnswer>;

/** POST /v1/models/:name/recalibrate; a refusal is a problem: `not-enough-data`, or `conflict` where nothing is gained. */
export const RecalibrationAnswer = z.object({ version: z.string(), verdict: Verdict, model: ModelSummary });
export type RecalibrationAnswer = z.infer<typeof RecalibrationAnswer>;

/** All that crosses the wire, by name; the pinned hash is over these. */
export const wireSchemas = {
  Problem,
  TokenRequest,
  TokenAnswer,
  ApiKey,
  ApiKeyRequest,
  ApiKeyCreated,
  ImportRequest,
  ImportRows,
  ImportRowsAnswer,
  ImportState,
  SyncPage,
  JobState,
  TrainRequest,
  ModelSummary,
  PredictionRequest,
  PredictionAnswer,
  DriftReport,
  RecalibrationAnswer,
  RecordTrend,
  CustomModelRequest,
  CustomModelSummary,
  TableRows,
  TableState,
  CustomScoreRequest,
  CustomScoreAnswer,
};
