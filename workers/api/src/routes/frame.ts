import { Hono } from 'hono';
import type { AppEnv } from '../http/context.js';

/**
 * GET /embed/v1/frame: the page that shows one element in a frame of a host. It holds nothing of anybody: the host's token,
 * handed over by a port or in the fragment, decides what it may read, so any page may frame it.
 *
 * It is answered here and no static file, because its policy names this origin: in a frame without `allow-same-origin`,
 * whose origin is opaque, not every browser takes `'self'` for the address that the page came from.
 */
export const frame = new Hono<AppEnv>().get('/', (c) => {
  const { origin } = new URL(c.req.url);
  const policy = [
    "default-src 'none'",
    ...['script-src', 'style-src', 'connect-src'].map((directive) => `${directive} ${origin}`),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
  return c.html(page, 200, {
    'content-security-policy': policy,
    'cache-control': 'public, max-age=300',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  });
});

const page =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>AI-CRM</title><meta name="viewport" content="width=device-width"><script type="module" src="frame.js"></script></html>';
