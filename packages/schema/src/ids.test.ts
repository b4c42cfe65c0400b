import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecordId, parseTenantId, recordId, recordTypes, toRecordId } from './ids.js';

describe('record ids', () => {
  it('round trips every key that can exist', () => {
    const source = fc.string({ minLength: 1, maxLength: 200, unit: fc.constantFrom(...'abcXYZ019:-_/äß漢') });
    fc.assert(
      fc.property(
        fc.constantFrom(...recordTypes),
        fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,39}$/),
        source,
        (type, connection, sourceId) => {
          expect(parseRecordId(recordId({ type, connection, sourceId }))).toEqual({
            ok: true,
            value: { type, connection, sourceId },
          });
        },
      ),
    );
  });

  it('completes the short form where the tenant has one connection', () => {
    expect(toRecordId('lead:42', 'odoo')).toEqual({ ok: true, value: 'lead:odoo:42' });
    expect(toRecordId('lead:42').ok).toBe(false);
  });

  it.each([
    '',
    'lead',
    'leader:odoo:1',
    'lead:Odoo!:1',
    'lead:odoo:',
    'lead:odoo:a b',
    ':odoo:1',
    `lead:odoo:${'x'.repeat(201)}`,
  ])('refuses %j with a sentence', (text) => {
    const answer = toRecordId(text);
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(answer.error).toMatch(/\w+ .*\.$/);
  });
});

describe('tenant ids', () => {
  it('takes lower-case words and refuses what could escape a path or a key', () => {
    expect(parseTenantId('retail-club').ok).toBe(true);
    for (const bad of ['', 'a', 'Retail', 'a/b', '../x', 'x'.repeat(41), 'a b', '-ab', 'ab-'])
      expect(parseTenantId(bad).ok).toBe(false);
  });
});
