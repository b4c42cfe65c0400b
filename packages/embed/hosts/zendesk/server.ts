import { importSPKI, jwtVerify, SignJWT } from 'jose';

export interface ZendeskSettings {
  readonly worker: string;
  /** Holds `tokens:mint`, `sync:all`, `models:read` and `events:write`. */
  readonly key: string;
  /** The app's public key (PEM), which Zendesk makes at the installation. */
  readonly publicKey: string;
  /** `https://SUBDOMAIN.zendesk.com/api/v2/apps/installations/ID.json` */
  readonly audience: string;
  /** Signs this server's own sessions: 32 random bytes. */
  readonly sessionSecret: Uint8Array;
  /** Whether this agent may see the record; the subject is the agent's address in Zendesk's API. */
  readonly maySee: (agent: string, record: string) => Promise<boolean>;
  readonly fetch?: typeof fetch;
}

const refuse = (status: number, detail: string): Response => Response.json({ detail }, { status });

/**
 * POST /zendesk/panel: Zendesk signs the first request only, so the page that it opens is answered with a session of this
 * server's own. It stands in the page and in no cookie, because browsers give a frame of another site none.
 */
export async function zendeskPanel(request: Request, settings: ZendeskSettings): Promise<Response> {
  const token = (await request.formData().catch(() => null))?.get('token');
  const agent = typeof token === 'string' ? await whoSigned(token, settings) : null;
  if (agent === null) return refuse(401, 'Zendesk did not sign this request.');
  const session = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(agent)
    .setIssuedAt()
    .setExpirationTime('8h')
    .sign(settings.sessionSecret);
  const host = new URL(settings.audience).origin;
  const worker = new URL(settings.worker).origin;
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${worker}/embed/v1/ https://static.zdassets.com`,
    `frame-src ${worker}`,
    "connect-src 'self'",
    `frame-ancestors ${host}`,
  ].join('; ');
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>AI-CRM</title>
<meta name="aicrm-session" content="${session}">
<script src="https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"></script>
<script type="module" src="${worker}/embed/v1/frame-host.js"></script>
<script type="module" src="/zendesk/panel.js"></script>
<aicrm-frame element="aicrm-customer-insight-card" same-origin label="Insight"></aicrm-frame></html>`;
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
    },
  });
}

/** POST /zendesk/token `{ record }` with the page's session: mints a token for that one record. */
export async function zendeskToken(request: Request, settings: ZendeskSettings): Promise<Response> {
  const agent = await whoIs(request.headers.get('authorization'), settings.sessionSecret);
  if (agent === null) return refuse(401, 'Reload the ticket.');
  const asked: unknown = await request.json().catch(() => null);
  const { record } = (asked ?? {}) as { record?: unknown };
  if (typeof record !== 'string') return refuse(400, 'Send record.');
  if (!(await settings.maySee(agent, record))) return refuse(403, 'This record is not for this agent.');
  const answer = await (settings.fetch ?? fetch)(`${settings.worker}/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${settings.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      scopes: ['sync:record', 'models:read', 'events:write'],
      record,
      origins: [new URL(settings.worker).origin],
    }),
  });
  return new Response(answer.body, {
    status: answer.ok ? 200 : 502,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}

async function whoSigned(token: string, { publicKey, audience }: ZendeskSettings): Promise<string | null> {
  try {
    const key = await importSPKI(publicKey, 'RS256');
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['RS256'],
      audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 30,
    });
    return payload.sub ?? null;
  } catch {
    return null;
  }
}

async function whoIs(header: string | null, secret: Uint8Array): Promise<string | null> {
  try {
    const { payload } = await jwtVerify((header ?? '').replace(/^Bearer /, ''), secret, {
      algorithms: ['HS256'],
      requiredClaims: ['exp', 'sub'],
    });
    return payload.sub ?? null;
  } catch {
    return null;
  }
}
