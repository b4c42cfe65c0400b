import type { RecordType } from '@aicrm/schema/ids';
import { ImportRequest, ImportRows } from '@aicrm/schema/wire';
import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import type { StoredImport } from '../db/imports.js';
import { instantOf } from '../dependencies.js';
import { readBody } from '../http/body.js';
import type { AppEnv, Context } from '../http/context.js';
import { notFound, ProblemError, refuse } from '../http/problem-error.js';
import { errorHeader, errorLine } from '../import/error-file.js';
import { planImport } from '../import/plan.js';
import { receiveChunk } from '../import/receive.js';
import { requestRebuild } from '../jobs/requests.js';

/** Types that a view is made of. Order lines and products are stored for later models; orders carry totals. */
const inViews: readonly RecordType[] = [
  'lead',
  'contact',
  'campaign',
  'company',
  'deal',
  'stage-change',
  'order',
  'activity',
];
/** Rejected rows read at a time for the error file: it is streamed, however long. */
const errorPage = 500;

async function opened(c: Context, id: string): Promise<StoredImport> {
  const stored = await c.get('scope').imports.get(id);
  if (stored === null) throw notFound('import');
  return stored;
}

/** POST /v1/imports and what follows it: rows in chunks, then finish. Reading and writing need `import:write`. */
export const imports = new Hono<AppEnv>()
  .use(needs(['import:write']))
  .get('/', async (c) => c.json(await c.get('scope').imports.list()))
  .post('/', async (c) => {
    const request = await readBody(c, ImportRequest);
    const scope = c.get('scope');
    const currency = request.currency ?? (await scope.about.get())?.currency ?? null;
    const complete: ImportRequest = currency === null ? request : { ...request, currency };
    const plan = planImport(complete, null);
    if (!plan.ok) throw new ProblemError(plan.error);
    const id = crypto.randomUUID();
    const stored = await scope.imports.open(id, complete, instantOf(c.get('deps').now()));
    return c.json(stored.state, 201);
  })
  .get('/:id', async (c) => c.json((await opened(c, c.req.param('id'))).state))
  .post('/:id/rows', async (c) => {
    const stored = await opened(c, c.req.param('id'));
    const chunk = await readBody(c, ImportRows);
    return c.json(await receiveChunk(c.get('scope'), stored, chunk, instantOf(c.get('deps').now())));
  })
  .post('/:id/finish', async (c) => {
    const { state } = await opened(c, c.req.param('id'));
    const { imports: repository } = c.get('scope');
    const now = instantOf(c.get('deps').now());
    if (state.status === 'failed')
      throw refuse(
        'conflict',
        'The import has failed',
        'Its rows are stored, but their views were not made.',
        {
          action: 'Import the file again.',
        },
      );
    if (state.status !== 'done') {
      const shown = !state.dryRun && inViews.includes(state.type);
      const rebuild =
        shown &&
        (state.counts.inserted + state.counts.updated > 0 ||
          (await repository.leftBehind(state.connection, inViews)));
      await repository.move(state.id, ['open'], rebuild ? 'finishing' : 'done', now);
      // Said again when finish is repeated: the job has the import's own id, so a second one changes nothing.
      if (rebuild) await requestRebuild(c.get('deps'), c.get('scope'), state.connection, `views-${state.id}`);
      await repository.forgetKeys(state.id);
    }
    return c.json((await opened(c, state.id)).state);
  })
  .get('/:id/errors.csv', async (c) => {
    const { state, request } = await opened(c, c.req.param('id'));
    const { imports: repository } = c.get('scope');
    const encoder = new TextEncoder();
    let after = -1;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encoder.encode(`\ufeff${errorHeader(request.header)}`));
      },
      async pull(controller) {
        const page = await repository.rejections(state.id, after, errorPage);
        for (const row of page) controller.enqueue(encoder.encode(errorLine(row)));
        after = page.at(-1)?.row ?? after;
        if (page.length < errorPage) controller.close();
      },
    });
    return c.body(body, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="errors-${state.id}.csv"`,
    });
  });
