import { parseTenantId, type TenantId, toRecordId } from '@aicrm/schema/ids';
import { type Scope, scopes } from '@aicrm/schema/wire';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { randomHex } from './secrets.js';

/** The only algorithm that is written or accepted; `none` and every other name is refused before a key is touched. */
const algorithm = 'HS256';
const audience = 'aicrm';
const issuer = 'aicrm-api';
/** Seconds that the clocks of two machines may differ. */
const clockSkew = 60;
/** HS256 is as strong as its secret: RFC 7518 asks for at least the hash's own length. */
const shortestSecret = 32;

/** What a token of a page says: whose it is, what it may, where, and for which record. */
export interface EmbedClaims {
  readonly tenant: TenantId;
  readonly scopes: readonly Scope[];
  readonly origins: readonly string[];
  readonly record: string | null;
  /** The API key that minted it: revoking the key ends its tokens too. */
  readonly keyId: string;
}

export type TokenFailure = 'expired' | 'invalid';

export const usableSecret = (secret: string | undefined): secret is string =>
  secret !== undefined && new TextEncoder().encode(secret).length >= shortestSecret;

const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);

export async function mintToken(
  secret: string,
  claims: EmbedClaims,
  now: number,
  expiresIn: number,
): Promise<{ token: string; expiresAt: string }> {
  const issuedAt = Math.floor(now / 1000);
  const token = await new SignJWT({
    tenant: claims.tenant,
    scopes: claims.scopes,
    origins: claims.origins,
    key: claims.keyId,
    ...(claims.record === null ? {} : { record: claims.record }),
  })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setAudience(audience)
    .setIssuer(issuer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + expiresIn)
    .setJti(randomHex(16))
    .sign(keyOf(secret));
  return { token, expiresAt: new Date((issuedAt + expiresIn) * 1000).toISOString().replace('.000Z', 'Z') };
}

export async function verifyToken(
  secret: string,
  token: string,
  now: number,
): Promise<EmbedClaims | TokenFailure> {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), {
      algorithms: [algorithm],
      audience,
      issuer,
      clockTolerance: clockSkew,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'iat', 'jti', 'tenant', 'scopes', 'origins', 'key'],
    });
    return readClaims(payload) ?? 'invalid';
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
  }
}

const texts = (value: unknown): readonly string[] | null =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;

const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

function readClaims(payload: JWTPayload): EmbedClaims | null {
  const tenant = typeof payload.tenant === 'string' ? parseTenantId(payload.tenant) : null;
  const granted = texts(payload.scopes);
  const origins = texts(payload.origins);
  const record = typeof payload.record === 'string' ? toRecordId(payload.record) : null;
  if (!tenant?.ok || granted === null || origins === null || typeof payload.key !== 'string') return null;
  if (payload.record !== undefined && !record?.ok) return null;
  return {
    tenant: tenant.value,
    scopes: granted.filter(isScope),
    origins,
    record: record?.ok ? record.value : null,
    keyId: payload.key,
  };
}
