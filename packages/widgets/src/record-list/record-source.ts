import type { Client, Ranked } from '@aicrm/client/client';
import { sortRows } from '@aicrm/client/records/sort-rows';
import { whenClient } from '@aicrm/client/registry';
import type { Problem } from '@aicrm/schema/problem';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { dataOf } from '../internal/data-controller.js';
import {
  columnsOf,
  type ListedRecord,
  orderOf,
  type Row,
  rowOfListed,
  rowOfView,
  type SortBy,
} from './rows.js';

/** What the list is asked for, as its host set it. */
export interface ListInputs {
  readonly client: Client | undefined;
  readonly records: readonly ListedRecord[] | undefined;
  readonly type: string;
  readonly model: string;
  readonly name: string;
  readonly columns: string | undefined;
}

const CLIENT_PATIENCE_MS = 10_000;
const failure = (title: string, detail = ''): Problem => ({ kind: 'temporary', title, status: 0, detail });

/**
 * Rows of a list and their order. Stored records come in slices, then their scores; the list is drawn with what is there.
 * Sorting gives way to the page, so that no list of any length holds it up. A later sync loads anew behind what is shown.
 */
export class RecordSource implements ReactiveController {
  /** In order; a new array for each change. */
  order: readonly Row[] = [];
  state: 'loading' | 'ready' | 'failed' = 'loading';
  problem: Problem | undefined;
  /** A stored record whose prediction tells what there is to say about the model. */
  probe: string | undefined;
  client: Client | undefined;

  private rows: Row[] = [];
  private asked: ListInputs | undefined;
  private run = 0;
  private sorting = 0;
  private by: { readonly by: SortBy; readonly reverse: boolean; readonly language: string } | undefined;
  private syncedAt: number | null = null;
  private stopStatus: (() => void) | undefined;
  private connected = false;
  private readonly host: ReactiveControllerHost;
  private readonly inputs: () => ListInputs;

  constructor(host: ReactiveControllerHost, inputs: () => ListInputs) {
    this.host = host;
    this.inputs = inputs;
    host.addController(this);
  }

  get scored(): number {
    return this.order.reduce((count, { probability }) => count + Number(probability !== null), 0);
  }

  hostConnected(): void {
    this.connected = true;
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.connected = false;
    this.run++;
    this.sorting++;
    this.stopStatus?.();
    this.stopStatus = undefined;
    this.asked = undefined;
  }

  hostUpdate(): void {
    if (!this.connected) return;
    const next = this.inputs();
    const last = this.asked;
    if (last && keys.every((key) => next[key] === last[key])) return;
    this.asked = next;
    this.rows = [];
    this.order = [];
    this.state = 'loading';
    void this.load(next, true);
  }

  retry(): void {
    this.asked = undefined;
    void this.client?.sync();
    this.host.requestUpdate();
  }

  sort(by: SortBy, reverse: boolean, language: string): void {
    const { by: now } = this;
    if (now?.by === by && now.reverse === reverse && now.language === language) return;
    this.by = { by, reverse, language };
    void this.arrange(this.rows);
  }

  private async load(inputs: ListInputs, first: boolean): Promise<void> {
    const run = ++this.run;
    const columns = columnsOf(inputs.columns);
    const rows: Row[] = [];
    try {
      if (inputs.records) {
        for (const one of inputs.records) rows.push(rowOfListed(one, columns));
      } else {
        const client = await this.clientFor(inputs);
        if (run !== this.run) return;
        this.follow(client);
        const data = await dataOf(client);
        const byId = new Map<string, Row>();
        await data.eachView(inputs.type, (views) => {
          if (run !== this.run) return;
          for (const view of views) {
            const row = rowOfView(view, inputs.name, columns);
            rows.push(row);
            byId.set(row.id, row);
          }
          this.probe ??= views[0]?.id;
          if (first) void this.arrange(rows);
        });
        if (run !== this.run) return;
        let seen = 0;
        const take = (ranked: readonly Ranked[], from: number) => {
          for (let i = from; i < ranked.length; i++) {
            const one = ranked[i];
            const row = one && byId.get(one.recordId);
            if (row) Object.assign(row, { probability: one.probability, band: one.band });
          }
        };
        const ranked = await client.rank(inputs.model, (soFar) => {
          if (run !== this.run) return;
          take(soFar, seen);
          seen = soFar.length;
          if (first) void this.arrange(rows);
        });
        take(ranked, 0);
        if (rows.length === 0) this.problem = client.status.problem ?? undefined;
      }
      if (run !== this.run) return;
      await this.arrange(rows);
      if (run !== this.run) return;
      this.state = rows.length === 0 && this.problem ? 'failed' : 'ready';
    } catch (error) {
      if (run !== this.run) return;
      this.problem = isProblem(error) ? error : failure('unexpected', String(error));
      // What is shown of an earlier load stays.
      if (this.rows.length === 0) this.state = 'failed';
    }
    this.host.requestUpdate();
  }

  private async clientFor({ client }: ListInputs): Promise<Client> {
    if (client) return client;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(failure('no-client')), CLIENT_PATIENCE_MS);
    });
    try {
      return await Promise.race([whenClient(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A sync after the first load brings other records: they are read behind what is shown. */
  private follow(client: Client): void {
    if (this.client === client && this.stopStatus) return;
    this.stopStatus?.();
    this.client = client;
    this.syncedAt = client.status.syncedAt;
    this.stopStatus = client.onStatus(({ syncedAt }) => {
      const before = this.syncedAt;
      this.syncedAt = syncedAt;
      if (before === syncedAt || this.state === 'loading' || !this.asked) return;
      this.problem = undefined;
      void this.load(this.asked, false);
    });
  }

  /** Puts rows in order; where another wish comes meanwhile, that one counts. */
  private async arrange(rows: Row[]): Promise<void> {
    const mine = ++this.sorting;
    const { by, reverse, language } = this.by ?? { by: 'score', reverse: false, language: 'en' };
    this.rows = rows;
    const sorted = await sortRows(rows, orderOf(by, reverse, language), () => mine === this.sorting);
    if (!sorted || mine !== this.sorting) return;
    this.order = sorted;
    this.host.requestUpdate();
  }
}

const keys = ['client', 'records', 'type', 'model', 'name', 'columns'] as const;
const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'kind' in error && 'title' in error;
