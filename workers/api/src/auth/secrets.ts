import { parseTenantId, type TenantId } from '@aicrm/schema/ids';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

export const randomHex = (bytes: number): string => hex(crypto.getRandomValues(new Uint8Array(bytes)));

export async function sha256(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** Compares two digests in a time that does not depend on where they differ. */
export function sameDigest(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % Math.max(b.length, 1));
  return difference === 0;
}

export interface PresentedKey {
  readonly tenant: TenantId;
  readonly id: string;
  readonly secret: string;
}

const keyPattern = /^aicrm_([a-z0-9-]{2,40})_([0-9a-f]{12})_([0-9a-f]{64})$/;

/** Takes `aicrm_<tenant>_<keyid>_<secret>` apart; null where the text is none. */
export function parseApiKey(text: string): PresentedKey | null {
  const [, name, id, secret] = keyPattern.exec(text) ?? [];
  if (name === undefined || id === undefined || secret === undefined) return null;
  const tenant = parseTenantId(name);
  return tenant.ok ? { tenant: tenant.value, id, secret } : null;
}

/** A new key: what is shown once, and what is stored. 256 random bits need no slow hash. */
export async function makeApiKey(tenant: TenantId): Promise<{ id: string; key: string; hash: string }> {
  const id = randomHex(6);
  const secret = randomHex(32);
  return { id, key: `aicrm_${tenant}_${id}_${secret}`, hash: await sha256(secret) };
}
