/*
 * Addresses and numbers that people write into texts. Pages are shown what was said, not how somebody is reached: with the
 * ways to reach a person a stolen token would be worth much more.
 */

/** What most e-mail addresses look like; RFC 5322 knows stranger ones, which people do not write into messages. */
const email = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;

/**
 * Seven digits or more, with a + or a 0 in front (after a bracket too), or as American numbers are grouped. Amounts, order
 * numbers and days of the form 2026-11-20 have neither.
 */
const phone =
  /(?<![\p{L}\p{N}])(?:\+\d|\(?0)(?:[ ()/.-]{0,2}\d){6,14}(?![\p{L}\p{N}])|(?<![\p{L}\p{N}-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\p{L}\p{N}-])/gu;
/** 01.02.2026, 1/2/2026 and such, with a time behind it or not. */
const day = /^0?\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)/;

/** A text with the addresses and telephone numbers in it left out, cut at `most` characters. */
export function withoutContacts(text: string, most = 5_000): string {
  // Cut first, and at a character of the whole: a text of megabytes must not be searched.
  const cut = text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
  return cut.replace(email, '[e-mail]').replace(phone, (found) => (day.test(found) ? found : '[phone]'));
}
