import { el, find } from './dom.js';
import { daysAgo, daysSince, formatNumber } from './format.js';

const dayMs = 86_400_000;

const within = (orders, days) => orders.filter(({ at }) => Date.parse(at) > Date.now() - days * dayMs);
const cents = (amount) => Math.round(amount * 100) / 100;

/**
 * The CRM's own form. Each field says how its value is read from the CRM's record, and under which name it is handed
 * to the badge: the names are those that the tenant's import gave to the same data. An empty field is handed over as
 * "known to be empty".
 */
export const fields = [
  {
    name: 'campaignType',
    label: 'Campaign type',
    handOver: 'campaign.kind',
    options: ['Type A', 'Type B', 'Type C'],
    read: ({ campaign }) => campaign?.kind,
  },
  {
    name: 'campaignLength',
    label: 'Campaign length',
    unit: 'days',
    min: 1,
    max: 366,
    handOver: 'campaign.days',
    read: ({ campaign }) => campaign?.lengthDays,
  },
  {
    name: 'income',
    label: 'Household income',
    handOver: 'contact.income',
    options: [
      'Under 15K',
      '15-24K',
      '25-34K',
      '35-49K',
      '50-74K',
      '75-99K',
      '100-124K',
      '125-149K',
      '150-174K',
      '175-199K',
      '200-249K',
      '250K+',
    ],
    read: ({ contact }) => contact?.income,
  },
  {
    name: 'householdSize',
    label: 'Household size',
    handOver: 'contact.household_size',
    options: ['1', '2', '3', '4', '5+'],
    read: ({ contact }) => contact?.householdSize,
  },
  {
    name: 'daysSincePurchase',
    label: 'Last purchase',
    unit: 'days ago',
    max: 3_650,
    handOver: 'orders.lastAt',
    write: daysAgo,
    read: ({ orders }) => (orders[0] ? daysSince(orders[0].at) : undefined),
  },
  {
    name: 'purchases90',
    label: 'Purchases, 90 days',
    max: 999,
    handOver: 'orders.count90',
    read: ({ orders }) => within(orders, 90).length,
  },
  {
    name: 'spend90',
    label: 'Spend, 90 days',
    unit: 'USD',
    step: '0.01',
    max: 99_999.99,
    handOver: 'orders.sum90',
    read: ({ orders }) => cents(within(orders, 90).reduce((sum, { total }) => sum + total, 0)),
  },
  {
    name: 'coupons',
    label: 'Purchases with a coupon',
    max: 9_999,
    handOver: 'orders.coupons',
    read: ({ orders }) => orders.filter(({ couponDiscount }) => couponDiscount > 0).length,
  },
];

const asText = (value) => (value === undefined || value === null ? '' : String(value));

function control(field, value) {
  const shared = { id: `f-${field.name}`, name: field.name };
  if (field.options)
    return el(
      'select',
      shared,
      ['', ...field.options].map((option) =>
        el('option', { value: option, selected: option === value }, option || 'Not known'),
      ),
    );
  return el('input', {
    ...shared,
    type: 'number',
    min: field.min ?? 0,
    max: field.max,
    step: field.step ?? 1,
    inputmode: field.step ? 'decimal' : 'numeric',
    value,
    'aria-describedby': field.unit ? `u-${field.name} e-${field.name}` : `e-${field.name}`,
  });
}

/** Why what stands in a field cannot be used, or an empty text where it can. */
function problemOf(field, { validity }) {
  if (validity.valid) return '';
  if (validity.badInput) return 'Not a number, so it is ignored.';
  if (validity.rangeUnderflow || validity.rangeOverflow)
    return `Ignored: it must be from ${formatNumber(field.min ?? 0)} to ${formatNumber(field.max)}.`;
  return field.step ? 'Ignored: two decimals at most.' : 'Ignored: whole numbers only.';
}

/**
 * A form over one record.
 * @param {(edits: Record<string, string | number | null>) => void} onEdit called with what differs from the record, by
 *   the names that the badge reads; an empty object means that nothing is edited.
 */
export function createLeadForm(record, onEdit) {
  const before = Object.fromEntries(fields.map((field) => [field.name, asText(field.read(record))]));
  const reset = el('button', { type: 'reset', class: 'button', disabled: true }, 'Reset');
  const form = el(
    'form',
    { class: 'edit', onsubmit: (event) => event.preventDefault() },
    fields.map((field) =>
      el(
        'div',
        { class: 'edit-field' },
        el('label', { for: `f-${field.name}` }, field.label),
        el(
          'div',
          { class: 'edit-control' },
          control(field, before[field.name]),
          field.unit && el('span', { class: 'unit', id: `u-${field.name}` }, field.unit),
        ),
        !field.options && el('p', { class: 'edit-problem', id: `e-${field.name}`, role: 'status' }),
      ),
    ),
    el('div', { class: 'edit-end' }, reset),
  );

  /** Says by the field what is wrong with it; a value that the record itself holds is never called wrong. */
  function validate(field, input) {
    if (field.options) return true;
    input.setCustomValidity('');
    const untouched = input.value === before[field.name] && !input.validity.badInput;
    const wrong = untouched ? '' : problemOf(field, input);
    input.setCustomValidity(wrong);
    if (wrong) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    const said = find(form, `#e-${field.name}`);
    if (said.textContent !== wrong) said.textContent = wrong;
    return wrong === '';
  }

  function changed() {
    const edits = {};
    let touched = false;
    for (const field of fields) {
      const input = find(form, `[name=${field.name}]`);
      const usable = validate(field, input);
      const edited = usable && input.value !== before[field.name];
      touched ||= edited || !usable;
      input.closest('.edit-field').toggleAttribute('data-edited', edited);
      if (!edited) continue;
      const value = field.options ? input.value : Number(input.value);
      edits[field.handOver] = input.value === '' ? null : field.write ? field.write(value) : value;
    }
    reset.disabled = !touched;
    onEdit(edits);
  }
  form.addEventListener('input', changed);
  form.addEventListener('reset', () => {
    // The browser restores the first values after this event.
    queueMicrotask(() => {
      for (const field of fields) find(form, `[name=${field.name}]`).value = before[field.name];
      changed();
    });
  });

  return {
    form,
    /** What the form shows now, for the leak check: edited values must not leave the page either. */
    values: () => Object.fromEntries(fields.map(({ name }) => [name, find(form, `[name=${name}]`).value])),
  };
}
