import type { RecordType } from '@aicrm/schema/ids';

/** What a field's values look like; it backs or doubts a match by name. */
export type FieldContent =
  | 'text'
  | 'key'
  | 'email'
  | 'phone'
  | 'instant'
  | 'money'
  | 'number'
  | 'boolean'
  | 'status';

export interface FieldHint {
  readonly field: string;
  readonly content: FieldContent;
  /** Other names that columns of CRM exports have for it, normalised: lower case, words parted by spaces. */
  readonly names: readonly string[];
}

const hint = (field: string, content: FieldContent, names = ''): FieldHint => ({
  field,
  content,
  names: names === '' ? [] : names.split(', '),
});

const name = hint('name', 'text', 'full name, title, label, display name, subject');
const personName = hint(
  'name',
  'text',
  'full name, contact name, lead name, customer name, display name, person',
);
const email = hint('email', 'email', 'e mail, email address, e mail address, mail, email 1, work email');
const phone = hint('phone', 'phone', 'phone number, telephone, tel, mobile, mobile phone, cell');
const createdAt = hint(
  'createdAt',
  'instant',
  'created, created on, created date, create date, creation date, date created, date added, date entered, added on',
);
const contact = hint(
  'contact',
  'key',
  'contact id, customer, customer id, client, client id, person id, household, household id, user id, buyer',
);
const company = hint(
  'company',
  'key',
  'company id, account, account id, account name, organization, organization id, organisation, company name',
);
const owner = hint(
  'owner',
  'key',
  'owner id, assigned to, salesperson, sales rep, sales agent, agent, rep, responsible',
);
const campaign = hint('campaign', 'key', 'campaign id, mailing, mailing id');
const product = hint('product', 'key', 'product id, sku, item, item id, article, product code');
const at = hint('at', 'instant', 'date, time, datetime, timestamp, when, occurred at, happened at');
const kind = hint('kind', 'text', 'type, category, event type, event name');
const discount = hint('discount', 'money', 'discount amount, rebate, reduction, retail disc');
const couponDiscount = hint('couponDiscount', 'money', 'coupon, coupon amount, coupon disc, voucher');
const closedAt = hint(
  'closedAt',
  'instant',
  'closed, closed on, closed date, date closed, converted at, converted date',
);

/** The canonical fields of every record type with the names that exports give them; a test holds it to the schema. */
export const fieldHints: Readonly<Record<RecordType, readonly FieldHint[]>> = {
  lead: [
    personName,
    email,
    phone,
    contact,
    company,
    campaign,
    hint('source', 'text', 'lead source, origin, channel, lead origin, utm source'),
    owner,
    hint('status', 'status', 'lead status, state, outcome, converted, conversion, result'),
    createdAt,
    closedAt,
  ],
  contact: [
    personName,
    email,
    phone,
    company,
    { ...createdAt, names: [...createdAt.names, 'signup date', 'customer since'] },
  ],
  company: [
    { ...name, names: [...name.names, 'company name', 'account', 'account name', 'organization'] },
    hint('domain', 'text', 'website, web site, url, homepage'),
    hint('industry', 'text', 'sector, branch, vertical'),
    hint('employees', 'number', 'employee count, number of employees, headcount, company size'),
    createdAt,
  ],
  deal: [
    { ...name, names: [...name.names, 'deal name', 'opportunity', 'opportunity name'] },
    contact,
    company,
    owner,
    hint('stage', 'text', 'deal stage, sales stage, pipeline stage, phase'),
    hint('status', 'status', 'state, outcome, result, won'),
    hint('amount', 'money', 'value, deal value, close value, revenue, expected revenue, price'),
    { ...createdAt, names: [...createdAt.names, 'engage date', 'opened', 'open date'] },
    hint('closeAt', 'instant', 'expected close, expected close date, expected closing'),
    { ...closedAt, names: [...closedAt.names, 'close date'] },
  ],
  'stage-change': [
    hint('deal', 'key', 'deal id, opportunity, opportunity id'),
    hint('from', 'text', 'old stage, from stage, previous stage, old value'),
    hint('to', 'text', 'new stage, to stage, stage, new value'),
    { ...at, names: [...at.names, 'changed at', 'change date'] },
  ],
  activity: [
    { ...kind, names: [...kind.names, 'activity type', 'activity'] },
    { ...at, names: [...at.names, 'activity date', 'due date', 'done at'] },
    hint('lead', 'key', 'lead id'),
    contact,
    hint('deal', 'key', 'deal id, opportunity id'),
    owner,
    hint('subject', 'text', 'title, summary, name'),
  ],
  message: [
    hint('channel', 'text', 'source, medium, via'),
    { ...at, names: [...at.names, 'sent at', 'received at', 'created at', 'review date'] },
    contact,
    hint('text', 'text', 'message, body, comment, feedback, review, content, description'),
    hint('rating', 'number', 'score, stars, nps, csat'),
  ],
  order: [
    contact,
    {
      ...at,
      names: [...at.names, 'order date', 'ordered at', 'created at', 'purchase date', 'invoice date'],
    },
    hint(
      'total',
      'money',
      'amount, order total, total amount, value, revenue, price, sales value, grand total',
    ),
    discount,
    couponDiscount,
    hint('store', 'text', 'store id, shop, branch, location'),
  ],
  'order-line': [
    hint('order', 'key', 'order id, order number, invoice, invoice id, basket, basket id'),
    product,
    hint('quantity', 'number', 'qty, count, units, pieces'),
    hint('amount', 'money', 'total, price, line total, value, sales value, revenue'),
    discount,
    couponDiscount,
  ],
  product: [
    { ...name, names: [...name.names, 'product name', 'description', 'product type'] },
    hint('category', 'text', 'product category, group, product group, type'),
    hint('department', 'text', 'division, section'),
    hint('brand', 'text', 'manufacturer, make, vendor'),
  ],
  campaign: [
    { ...name, names: [...name.names, 'campaign name'] },
    { ...kind, names: [...kind.names, 'campaign type', 'channel'] },
    hint('startsAt', 'instant', 'start, start date, starts on, begin, from, sent at, launch date'),
    hint('endsAt', 'instant', 'end, end date, ends on, until, to'),
  ],
  offer: [{ ...name, names: [...name.names, 'offer name', 'offer'] }, campaign, product],
  event: [kind, at, hint('record', 'key', 'record id, subject id, entity id')],
  user: [{ ...personName, names: [...personName.names, 'user name'] }, email],
  consent: [
    contact,
    hint('purpose', 'text', 'consent type, permission, scope'),
    hint('given', 'boolean', 'consent, granted, opt in, accepted, agreed'),
    { ...at, names: [...at.names, 'given at', 'consent date', 'created at'] },
  ],
};

/** Canonical levels of `status` and what exports write for them. */
export const statusLevels: Readonly<Partial<Record<RecordType, Readonly<Record<string, string>>>>> = {
  lead: {
    converted: 'won, yes, customer, closed won, closed converted, qualified converted, success, 1, true',
    lost: 'closed lost, no, disqualified, unqualified, dead, junk, recycled, rejected, expired, 0, false',
    open: 'new, working, contacted, nurturing, in progress, assigned, in process, qualified, pending, active',
  },
  deal: {
    won: 'closed won, yes, success, signed, 1, true',
    lost: 'closed lost, no, dead, rejected, cancelled, 0, false',
    open: 'new, engaging, prospecting, in progress, negotiation, proposal, pending, active, qualified',
  },
};

/** Record types whose rows have no id of their own in most exports, with the fields that name a row together. */
export const compositeKeys: Readonly<Partial<Record<RecordType, readonly string[]>>> = {
  'order-line': ['order', 'product'],
  'stage-change': ['deal', 'to', 'at'],
  consent: ['contact', 'purpose', 'at'],
};
