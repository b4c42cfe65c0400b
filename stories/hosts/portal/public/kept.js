// What this shop's page remembers in the browser: the answer about consent, and, only where that is yes, what became of
// offers, so that caps hold from visit to visit. A real shop keeps both on its server.
const consentKey = (id) => `portal-consent-${id}`;
const historyKey = (id) => `portal-offers-${id}`;
const most = 500;

/** A browser that stores nothing asks again, which is better than a page that fails. */
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // The next visit asks again.
  }
}

export function readConsent(id) {
  const kept = read(consentKey(id));
  return kept === 'given' || kept === 'refused' ? kept : 'asked';
}
export const writeConsent = (id, consent) => write(consentKey(id), consent === 'asked' ? null : consent);

export function readHistory(id) {
  try {
    const kept = JSON.parse(read(historyKey(id)) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}
const writeHistory = (id, events) => write(historyKey(id), JSON.stringify(events.slice(-most)));

export const keepEvent = (id, { offer, what, at }) =>
  writeHistory(id, [...readHistory(id), { offer, what, at }]);

/** The last dismissal of an offer counts no more. */
export function takeBack(id, offer) {
  const events = readHistory(id);
  const last = events.findLastIndex((event) => event.offer === offer && event.what === 'dismissed');
  if (last >= 0) writeHistory(id, events.toSpliced(last, 1));
}

export const forget = (id) => write(historyKey(id), null);
