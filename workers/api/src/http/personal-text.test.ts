import { describe, expect, it } from 'vitest';
import { withoutContacts } from './personal-text.js';

describe('a text for a page', () => {
  it.each([
    ['write to jane.doe+crm@mail.example.co.uk, please', 'write to [e-mail], please'],
    ['<müller@bücher.example>', '<[e-mail]>'],
    ['call +49 170 4711-300 today', 'call [phone] today'],
    ['Tel. (030) 4711 300', 'Tel. [phone]'],
    ['ring 0171/4711300.', 'ring [phone].'],
    ['my number is 555-123-4567', 'my number is [phone]'],
    ['(555) 123-4567', '[phone]'],
  ])('has no way to reach a person: %s', (text, shown) => {
    expect(withoutContacts(text)).toBe(shown);
  });

  it.each([
    'Order 4711000123 came on 2026-11-20, for 1,234.50 EUR.',
    'since 01.02.2026 nothing; on 05/11/2026 again',
    'The pump makes 0.5 bar, 12 000 litres, at 3 @ 4 each.',
    'v1.0.0.1234 broke',
  ])('keeps what is none: %s', (text) => {
    expect(withoutContacts(text)).toBe(text);
  });

  it('is cut between characters, and searched in linear time', () => {
    expect(withoutContacts(`${'a'.repeat(9)}😀b`, 10)).toBe(`${'a'.repeat(9)}…`);
    expect(withoutContacts('a@'.repeat(500_000)).length).toBeLessThan(5_100);
    expect(withoutContacts('0 '.repeat(500_000)).length).toBeLessThan(5_100);
  });
});
