/**
 * Names of fields that say who a person is. Such fields never enter a record view or a model: a name, an address or
 * a telephone number predicts nothing that should be predicted, and views travel to pages.
 */
const personalWords =
  /(^|[^a-z])(e-?mails?|phones?|mobile|telephone|fax|whatsapp|skype|linkedin|twitter|facebook|instagram|first ?name|last ?name|sur ?name|full ?name|given ?name|family ?name|nick ?name|name|street|address|iban|bic|passport|ssn|tax ?id|vat ?(id|number)?|birth ?name|user ?name|password|token|secret|ip|url|website)([^a-z]|$)/;

/** Splits `camelCase`, `snake_case` and `kebab-case` into lower-case words parted by single spaces. */
export const wordsOf = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();

export const isPersonalName = (name: string): boolean => personalWords.test(wordsOf(name));

const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const phonePattern = /^\+?[\d\s().\-/]{8,20}$/;
const linkPattern = /^https?:\/\//i;

/** Whether a text is itself an e-mail address, a telephone number or a link, whatever its field is called. */
export const isPersonalValue = (text: string): boolean =>
  emailPattern.test(text) ||
  linkPattern.test(text) ||
  (phonePattern.test(text) &&
    !/^\d{4}-\d\d-\d\d$/.test(text) &&
    text.replace(/\D/g, '').length >= 8 &&
    /[\s+(/-]/.test(text));
