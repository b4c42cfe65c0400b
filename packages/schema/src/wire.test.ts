import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { protocolVersion, SyncPage, TokenRequest, wireSchemas } from './wire.js';

/** The shapes as JSON Schema with sorted keys, so that the hash depends on nothing but the shapes. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}

const hashOf = (schemas: Record<string, z.core.$ZodType>): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        canonical(Object.fromEntries(Object.entries(schemas).map(([name, s]) => [name, z.toJSONSchema(s)]))),
      ),
    )
    .digest('hex')
    .slice(0, 16);

describe('the wire protocol', () => {
  it('has the shapes that its version promises', () => {
    // A new hash means that pages already embedded would meet another shape: raise protocolVersion, add its line.
    // An optional field more, which those pages read past, changes the hash alone.
    expect({ version: protocolVersion, hash: hashOf(wireSchemas) }).toEqual({
      version: 1,
      hash: 'ae640f0e760af703',
    });
  });

  it('changes its hash with any shape', () => {
    expect(hashOf({ ...wireSchemas, SyncPage: z.extend(SyncPage, { extra: z.string() }) })).not.toBe(
      hashOf(wireSchemas),
    );
  });

  it('takes a good request and refuses a token without an origin or with a made-up scope', () => {
    const good = { scopes: ['sync:all'], origins: ['https://crm.example'] };
    expect(z.safeParse(TokenRequest, good).success).toBe(true);
    expect(z.safeParse(TokenRequest, { ...good, origins: [] }).success).toBe(false);
    expect(z.safeParse(TokenRequest, { ...good, scopes: ['everything'] }).success).toBe(false);
  });
});
