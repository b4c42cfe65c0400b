import { readFile, stat } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json; charset=utf-8',
  // Text models that lie beside the embed script.
  '.bin': 'application/octet-stream',
};

export const originOf = (url) => new URL(url).origin;

/** What a careful customer's page allows. The worker's origin under `connect-src` is all that AI-CRM needs of it. */
export const contentSecurityPolicy = (apiOrigin) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${apiOrigin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');

export function sendJson(response, body, headers = {}) {
  const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    // The CRM's own records must not linger in a shared cache or on disk after sign-out.
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(bytes);
}

export function sendProblem(response, status, kind, title, detail, headers = {}) {
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(JSON.stringify({ kind, title, status, detail }));
}

const attribute = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * Serves one file of a folder. Files whose name carries a content hash never change, so they may be kept for good;
 * all others are asked for again each time.
 */
export async function sendFile(response, folder, path, { api, crossOrigin } = {}) {
  const file = folder ? resolve(folder, path) : '';
  const inside = folder && file.startsWith(resolve(folder) + sep);
  const type = types[extname(file)];
  const known = inside && type ? await stat(file).catch(() => undefined) : undefined;
  if (!known?.isFile())
    return sendProblem(response, 404, 'not-found', 'Not found', `There is no file ${path}.`);
  const bytes = await readFile(file);
  const hashed = /[-.][A-Za-z0-9_-]{8,}\.(?:js|css)$/.test(path);
  response.writeHead(200, {
    'content-type': type,
    'cache-control': hashed
      ? 'public, max-age=31536000, immutable'
      : type === types['.svg']
        ? 'public, max-age=86400'
        : 'no-cache',
    ...(crossOrigin
      ? { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }
      : {}),
  });
  response.end(api ? bytes.toString('utf8').replaceAll('{{api}}', attribute(api)) : bytes);
}
