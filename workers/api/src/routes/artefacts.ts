import { Hono } from 'hono';
import { needs } from '../auth/authenticate.js';
import type { AppEnv } from '../http/context.js';
import { badData, notFound } from '../http/problem-error.js';
import { reachOf } from './analyses.js';

/**
 * GET /v1/artefacts/:sha256: a model file of the tenant, or the file of an analysis for whoever is told of it. Its name is its
 * content, so it may be kept for ever.
 */
export const artefacts = new Hono<AppEnv>().get(
  '/:sha256',
  needs(['models:read', 'models:write']),
  async (c) => {
    const sha256 = c.req.param('sha256');
    if (!/^[0-9a-f]{64}$/.test(sha256))
      throw badData('A model file is named by its SHA-256 in lower-case hex.');
    const scope = c.get('scope');
    const reach = reachOf(c.get('caller'));
    const isModel = await scope.models.hasArtefact(sha256);
    const isAnalysis = !isModel && reach !== null && (await scope.analyses.hasFile(sha256, reach));
    const bytes = isModel || isAnalysis ? await c.get('deps').artefacts.get(scope.tenant, sha256) : null;
    if (bytes === null) throw notFound('model file');
    return c.body(new Uint8Array(bytes), 200, {
      // What an ONNX file is; unlike a bare stream of octets it is on the list of what Cloudflare compresses.
      'content-type': isModel ? 'application/x-protobuf' : 'application/json',
      'content-length': String(bytes.length),
      // Private: a shared cache must not hand one tenant's model to another's page.
      'cache-control': 'private, max-age=31536000, immutable',
      etag: `"${sha256}"`,
    });
  },
);
