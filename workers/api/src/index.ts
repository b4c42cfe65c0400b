import { createApp } from './app.js';
import { openDatabase } from './db/database.js';
import { silentAfterMs } from './db/jobs.js';
import type { ArtefactStore, Dependencies, JobMessage } from './dependencies.js';
import { startNight } from './jobs/nightly.js';
import { runJob } from './jobs/run.js';

export interface Env {
  readonly DB: D1Database;
  readonly ARTEFACTS: R2Bucket;
  readonly JOBS: Queue<JobMessage>;
  readonly ASSETS: Fetcher;
  readonly TOKEN_SECRET?: string;
  readonly OPERATOR_KEY?: string;
}

const artefactsIn = (bucket: R2Bucket): ArtefactStore => ({
  async put(tenant, sha256, bytes) {
    await bucket.put(`${tenant}/${sha256}`, bytes);
  },
  async get(tenant, sha256) {
    const object = await bucket.get(`${tenant}/${sha256}`);
    return object === null ? null : new Uint8Array(await object.arrayBuffer());
  },
  async drop(tenant, sha256) {
    await bucket.delete(`${tenant}/${sha256}`);
  },
});

const dependenciesOf = (env: Env): Dependencies => ({
  db: openDatabase(env.DB),
  artefacts: artefactsIn(env.ARTEFACTS),
  enqueue: async (message, delaySeconds = 0) => {
    await env.JOBS.send(message, { delaySeconds });
  },
  tokenSecret: env.TOKEN_SECRET,
  operatorKey: env.OPERATOR_KEY,
  now: Date.now,
  log: (line) => console.log(JSON.stringify({ at: new Date().toISOString(), ...line })),
});

/** Seconds until a failed job is delivered again: long enough for a passing overload to pass. */
const retryDelay = 10;
/** Seconds until a job that another delivery runs is looked at again: a killed run counts as silent by then. */
const takeoverDelay = silentAfterMs / 1000 + 30;

export default {
  fetch: (request, env, context) => createApp(dependenciesOf(env)).fetch(request, env, context),
  async queue(batch, env) {
    const deps = dependenciesOf(env);
    for (const message of batch.messages) {
      const outcome = await runJob(deps, message.body, message.attempts);
      if (outcome === 'done') message.ack();
      else message.retry({ delaySeconds: outcome === 'again' ? retryDelay : takeoverDelay });
    }
  },
  scheduled: (_controller, env) => startNight(dependenciesOf(env)),
} satisfies ExportedHandler<Env, JobMessage>;
