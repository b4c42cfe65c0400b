import { ActionRulesFile, type AnalysisName, AnalysisPointer } from '@aicrm/schema/analysis';
import { DriftReport, RecordTrend } from '@aicrm/schema/drift';
import type { ActionRule } from '@aicrm/schema/next-action';
import { Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import {
  ApiKey,
  ApiKeyCreated,
  type ApiKeyRequest,
  type ImportRequest,
  type ImportRows,
  ImportRowsAnswer,
  ImportState,
  JobState,
  ModelSummary,
  RecalibrationAnswer,
  TokenAnswer,
  type TokenRequest,
  type TrainRequest,
} from '@aicrm/schema/wire';

/** Reads an unknown value as one of ours; the wire's schemas fit it. */
interface Reader<T> {
  safeParse(data: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** How a card may be had. */
export type CardType = 'text/html' | 'application/json';

type Answer<T> = Promise<Result<T, Problem>>;

const listOf = <T>(item: Reader<T>): Reader<readonly T[]> => ({
  safeParse(data) {
    if (!Array.isArray(data)) return { success: false };
    const items: T[] = [];
    for (const one of data) {
      const read = item.safeParse(one);
      if (!read.success) return read;
      items.push(read.data);
    }
    return { success: true, data: items };
  },
});

export interface Health {
  readonly protocol: number;
  readonly serverTime: string;
}

const healthReader: Reader<Health> = {
  safeParse(data) {
    const { protocol, serverTime } = Object(data);
    return typeof protocol === 'number' && typeof serverTime === 'string'
      ? { success: true, data: { protocol, serverTime } }
      : { success: false };
  },
};

/** `{analyses: [...]}` as the list itself. */
const pointersReader: Reader<readonly AnalysisPointer[]> = {
  safeParse: (data) => listOf(AnalysisPointer).safeParse(Object(data).analyses),
};

const anything: Reader<unknown> = { safeParse: (data) => ({ success: true, data }) };

const nothing: Reader<null> = { safeParse: () => ({ success: true, data: null }) };

const unreachable = problem('temporary', 'The worker does not answer', 'The request did not get through.', {
  action: 'Check the connection, then try again.',
});
const unreadable = (status: number) =>
  problem(
    'temporary',
    'The answer cannot be read',
    `The worker answered ${status} with something unexpected.`,
    {
      action: 'Reload the page; the console and the worker may be of different versions.',
    },
  );

async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The worker's routes with one API key. Every answer is checked against its schema here, at the border; every failure
 * is a problem document, made here where the worker could not send one.
 */
export class Api {
  constructor(
    readonly key: string,
    private readonly send: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** The tenant as its key names it: `aicrm_<tenant>_<id>_<secret>`. */
  get tenant(): string {
    return /^aicrm_([a-z0-9-]+)_/.exec(this.key)?.[1] ?? '';
  }

  private async ask<T>(reader: Reader<T>, method: string, path: string, body?: unknown): Answer<T> {
    let answer: Response;
    try {
      answer = await this.send(path, {
        method,
        headers: {
          authorization: `Bearer ${this.key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      return fail(unreachable);
    }
    const data = await bodyOf(answer).catch(() => undefined);
    if (!answer.ok) {
      const told = Problem.safeParse(data);
      return fail(told.success ? told.data : unreadable(answer.status));
    }
    const read = reader.safeParse(data);
    return read.success ? ok(read.data) : fail(unreadable(answer.status));
  }

  readonly health = () => this.ask(healthReader, 'GET', '/v1/health');

  readonly models = () => this.ask(listOf(ModelSummary), 'GET', '/v1/models');
  readonly model = (name: string) => this.ask(ModelSummary, 'GET', `/v1/models/${encodeURIComponent(name)}`);
  readonly train = (name: string, request: TrainRequest) =>
    this.ask(JobState, 'POST', `/v1/models/${encodeURIComponent(name)}/train`, request);
  readonly publish = (name: string, version: string) =>
    this.ask(ModelSummary, 'POST', `/v1/models/${encodeURIComponent(name)}/publish`, { version });
  readonly revert = (name: string) =>
    this.ask(ModelSummary, 'POST', `/v1/models/${encodeURIComponent(name)}/revert`, {});
  /** Computed when asked: takes the worker seconds. */
  readonly drift = (name: string) =>
    this.ask(DriftReport, 'GET', `/v1/models/${encodeURIComponent(name)}/drift`);
  readonly recalibrate = (name: string) =>
    this.ask(RecalibrationAnswer, 'POST', `/v1/models/${encodeURIComponent(name)}/recalibrate`, {});
  readonly job = (id: string) => this.ask(JobState, 'GET', `/v1/jobs/${encodeURIComponent(id)}`);

  readonly analyses = () => this.ask(pointersReader, 'GET', '/v1/analyses');
  readonly computeAnalysis = (name: AnalysisName) => this.ask(JobState, 'POST', `/v1/analyses/${name}`, {});
  /** The content of an analysis; the element or page that shows it reads it. */
  readonly artefact = (sha256: string) =>
    this.ask(anything, 'GET', `/v1/artefacts/${encodeURIComponent(sha256)}`);
  readonly ruleFile = (sha256: string) =>
    this.ask(ActionRulesFile, 'GET', `/v1/artefacts/${encodeURIComponent(sha256)}`);
  readonly saveRules = (rules: readonly ActionRule[]) =>
    this.ask(pointersReader, 'PUT', '/v1/action-rules', { rules });

  readonly trend = (record: string) =>
    this.ask(RecordTrend, 'GET', `/v1/records/${encodeURIComponent(record)}/trend`);

  readonly imports = () => this.ask(listOf(ImportState), 'GET', '/v1/imports');
  readonly openImport = (request: ImportRequest) => this.ask(ImportState, 'POST', '/v1/imports', request);
  readonly importState = (id: string) =>
    this.ask(ImportState, 'GET', `/v1/imports/${encodeURIComponent(id)}`);
  readonly sendRows = (id: string, rows: ImportRows) =>
    this.ask(ImportRowsAnswer, 'POST', `/v1/imports/${encodeURIComponent(id)}/rows`, rows);
  readonly finishImport = (id: string) =>
    this.ask(ImportState, 'POST', `/v1/imports/${encodeURIComponent(id)}/finish`, {});

  /** The rejected rows of an import as a CSV file. It needs the key, so a plain link cannot fetch it. */
  readonly errorFile = (id: string) =>
    this.file(`/v1/imports/${encodeURIComponent(id)}/errors.csv`, 'text/csv');

  /** The card of a version, as a page or as JSON. */
  readonly card = (name: string, version: string, type: CardType) =>
    this.file(`/v1/models/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}/card`, type);

  private async file(path: string, accept: string): Answer<Blob> {
    try {
      const answer = await this.send(path, {
        headers: { authorization: `Bearer ${this.key}`, accept },
      });
      if (answer.ok) return ok(await answer.blob());
      const told = Problem.safeParse(await bodyOf(answer));
      return fail(told.success ? told.data : unreadable(answer.status));
    } catch {
      return fail(unreachable);
    }
  }

  readonly keys = () => this.ask(listOf(ApiKey), 'GET', '/v1/keys');
  readonly addKey = (request: ApiKeyRequest) => this.ask(ApiKeyCreated, 'POST', '/v1/keys', request);
  readonly revokeKey = (id: string) => this.ask(nothing, 'DELETE', `/v1/keys/${encodeURIComponent(id)}`);
  readonly mint = (request: TokenRequest) => this.ask(TokenAnswer, 'POST', '/v1/tokens', request);
}
