/**
 * Looks for the values of a record in requests. Two rules keep it from crying wolf and from missing anything:
 * - a value that is telling by itself (a name, an address, an amount, a date) is searched for everywhere, as it is,
 *   percent-encoded, escaped as JSON and in base64;
 * - a short or common one ("2", "open") says nothing alone, so it counts only next to its own field's name.
 */

const commonest = 5;

const isTelling = (value) => value.length >= 6 || (value.length >= commonest && /[\d@.+\s]/.test(value));

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** The parts of a value's base64 that do not depend on what stands before or after it, for the three alignments. */
function base64Forms(value) {
  const bytes = new TextEncoder().encode(value);
  return [0, 1, 2]
    .map((shift) => {
      const whole = base64(new Uint8Array([...new Uint8Array(shift), ...bytes]));
      const first = Math.ceil((shift * 8) / 6);
      const last = Math.floor(((shift + bytes.length) * 8) / 6);
      return whole.slice(first, last);
    })
    .filter((form) => form.length >= 6)
    .flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

const percentDecoded = (text) => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether `text` says that the field has the value: `householdSize=2`, `"household_size": "2"`. */
function saysField(text, field, value) {
  const name = escaped(field).replace(/[\s_-]+|(?<=[a-z])(?=[A-Z])/g, '[\\s_.-]?');
  return new RegExp(`${name}["']?\\s*[=:]\\s*["']?${escaped(value)}(?![\\w.])`, 'i').test(text);
}

const places = (entry) => [
  ['address', entry.url],
  ...entry.headers.map(([name, value]) => [`header ${name}`, value]),
  ['body', entry.body],
];

/**
 * @param {{ url: string, headers: [string, string][], body: string }} entry one request
 * @param {Record<string, unknown>} record field names and values; empty ones are not searched for
 * @returns {{ field: string, value: string, where: string }[]} what of the record the request holds
 */
export function findLeaks(entry, record) {
  const found = [];
  const texts = places(entry)
    .filter(([, text]) => text)
    .map(([where, text]) => [where, `${text}\n${percentDecoded(text)}`.toLowerCase(), text]);
  for (const [field, raw] of Object.entries(record)) {
    if (raw === null || raw === undefined || raw === '') continue;
    const value = String(raw);
    const telling = isTelling(value);
    const json = JSON.stringify(value).slice(1, -1).toLowerCase();
    const forms = telling ? base64Forms(value) : [];
    for (const [where, folded, exact] of texts) {
      const here = telling
        ? folded.includes(value.toLowerCase()) ||
          folded.includes(json) ||
          forms.some((form) => exact.includes(form))
        : saysField(folded, field, value);
      if (here) found.push({ field, value, where });
    }
  }
  return found;
}
