import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLeadForm, type Edits } from './public/lead-form.js';

let form: HTMLFormElement;
let edits: Edits | undefined;

beforeEach(() => {
  edits = undefined;
  const record = { campaign: { kind: 'Type A', lengthDays: 30 }, contact: {}, orders: [] };
  form = createLeadForm(record, (next) => {
    edits = next;
  }).form;
  document.body.append(form);
});
afterEach(() => form.remove());

function field(name: string): HTMLInputElement {
  const input = form.querySelector(`[name=${name}]`);
  if (!(input instanceof HTMLInputElement)) throw new Error(`no ${name}`);
  return input;
}
function type(name: string, value: string): HTMLInputElement {
  const input = field(name);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return input;
}
const said = (input: HTMLInputElement) =>
  (input.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => form.querySelector(`#${id}`)?.textContent)
    .join(' ');

describe('the form of a lead', () => {
  it.each([
    ['daysSincePurchase', '999999999', 'from 0 to 3,650'],
    ['daysSincePurchase', '-1', 'from 0 to 3,650'],
    ['campaignLength', '0', 'from 1 to 366'],
    ['purchases90', '1.5', 'whole numbers'],
    ['spend90', '1.234', 'two decimals'],
    ['spend90', '1e99', 'from 0 to 99,999.99'],
  ])('ignores %s = %s, says why by the field, and lives on', (name, value, why) => {
    const input = type(name, value);
    expect(edits).toEqual({});
    expect(said(input)).toContain(why);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(input.validationMessage).toContain(why);
    type('coupons', '3');
    expect(edits).toEqual({ 'orders.coupons': 3 });
    expect(input.getAttribute('aria-invalid')).toBe('true');
  });

  it('takes a value back into use as soon as it can be, and hands over an empty one as known to be empty', () => {
    type('daysSincePurchase', '999999999');
    const input = type('daysSincePurchase', '7');
    expect(edits?.['orders.lastAt']).toMatch(/^\d{4}-/);
    expect(input.hasAttribute('aria-invalid')).toBe(false);
    expect(input.validity.valid).toBe(true);
    type('campaignLength', '');
    expect(edits?.['campaign.days']).toBe(null);
  });

  it('forgets what was wrong on reset', async () => {
    const input = type('daysSincePurchase', '999999999');
    form.reset();
    await expect.poll(() => input.hasAttribute('aria-invalid')).toBe(false);
    expect(edits).toEqual({});
  });
});
