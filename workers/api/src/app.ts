import { Hono } from 'hono';
import type { Dependencies } from './dependencies.js';
import type { AppEnv } from './http/context.js';
import { refuseOtherMethods } from './http/methods.js';
import { cors, limitBody, observe, onError, secureHeaders } from './http/middleware.js';
import { notFound } from './http/problem-error.js';
import { actionRules, analyses } from './routes/analyses.js';
import { artefacts } from './routes/artefacts.js';
import { badges } from './routes/badges.js';
import { cards } from './routes/cards.js';
import { customModels } from './routes/custom-models.js';
import { corrections, events, recordEvents } from './routes/events.js';
import { frame } from './routes/frame.js';
import { health } from './routes/health.js';
import { imports } from './routes/imports.js';
import { jobs } from './routes/jobs.js';
import { keys } from './routes/keys.js';
import { modelTables } from './routes/model-tables.js';
import { models } from './routes/models.js';
import { predictions } from './routes/predictions.js';
import { records } from './routes/records.js';
import { sync } from './routes/sync.js';
import { tenants } from './routes/tenants.js';
import { messages, timelines } from './routes/timeline.js';
import { tokens } from './routes/tokens.js';

/** The whole API over its dependencies; tests call its `request` with their own. */
export function createApp(deps: Dependencies) {
  const app = new Hono<AppEnv>();
  app.onError(onError);
  app.notFound((c) => onError(notFound('address'), c));
  app.use('*', observe(deps), secureHeaders, cors, refuseOtherMethods(app), limitBody);
  app.get('/', (c) => c.redirect('/console/'));
  return app
    .route('/embed/v1/frame', frame)
    .route('/v1/health', health)
    .route('/v1/tenants', tenants)
    .route('/v1/tokens', tokens)
    .route('/v1/keys', keys)
    .route('/v1/imports', imports)
    .route('/v1/sync', sync)
    .route('/v1/records', records)
    .route('/v1/records', badges)
    .route('/v1/records', timelines)
    .route('/v1/records', recordEvents)
    .route('/v1/corrections', corrections)
    .route('/v1/messages', messages)
    .route('/v1/models', models)
    .route('/v1/models', cards)
    .route('/v1/models', customModels)
    .route('/v1/tables', modelTables)
    .route('/v1/artefacts', artefacts)
    .route('/v1/analyses', analyses)
    .route('/v1/action-rules', actionRules)
    .route('/v1/jobs', jobs)
    .route('/v1/events', events)
    .route('/v1/predictions', predictions);
}
