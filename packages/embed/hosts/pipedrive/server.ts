import { jwtVerify } from 'jose';

export interface PipedriveSettings {
  /** Your AI-CRM worker, such as `https://crm-ai.example`. */
  readonly worker: string;
  /** An API key of it that holds `tokens:mint`, `sync:all`, `models:read` and `events:write`. */
  readonly key: string;
  /** The JWT secret of the panel, or the app's client secret where the panel has none. */
  readonly secret: string;
  /** The one company that this key's data belong to. */
  readonly companyId: number;
  /** Whether this person may see the record in Pipedrive: ask its API with your OAuth token. */
  readonly maySee: (userId: number, record: string) => Promise<boolean>;
  readonly fetch?: typeof fetch;
}

const refuse = (status: number, detail: string): Response => Response.json({ detail }, { status });

/**
 * POST /pipedrive/token `{ signed, record }`: checks the host's signature and mints a token for that one record. The panel
 * asks again before it ends, each time with a fresh signature of Pipedrive, which lives for five minutes.
 */
export async function pipedriveToken(request: Request, settings: PipedriveSettings): Promise<Response> {
  const asked: unknown = await request.json().catch(() => null);
  const { signed, record } = (asked ?? {}) as { signed?: unknown; record?: unknown };
  if (typeof signed !== 'string' || typeof record !== 'string') return refuse(400, 'Send signed and record.');
  const person = await whoSigned(signed, settings);
  if (person === null) return refuse(401, 'Pipedrive did not sign this, or it is older than five minutes.');
  if (!(await settings.maySee(person, record))) return refuse(403, 'This record is not for this person.');
  const answer = await (settings.fetch ?? fetch)(`${settings.worker}/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${settings.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      scopes: ['sync:record', 'models:read', 'events:write'],
      record,
      // The frame keeps its own origin, see panel.html; the worker lets nobody else use the token.
      origins: [new URL(settings.worker).origin],
    }),
  });
  return new Response(answer.body, {
    status: answer.ok ? 200 : 502,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}

async function whoSigned(token: string, { secret, companyId }: PipedriveSettings): Promise<number | null> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      // Named, or a token could choose how it is checked.
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
      clockTolerance: 30,
    });
    const { userId, companyId: company } = payload;
    return company === companyId && typeof userId === 'number' ? userId : null;
  } catch {
    return null;
  }
}
