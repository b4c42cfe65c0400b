/**
 * Runs on HubSpot's servers: asks the worker for the score of one contact with its reasons, and for a token for the frame.
 * The key is a secret of the app and reaches no browser.
 */
exports.main = async (context = {}) => {
  const { AICRM_KEY: key, AICRM_URL: url } = process.env;
  const { objectId, frame } = context.parameters ?? {};
  if (!key || !url) return { ok: false, detail: 'Set the secrets AICRM_KEY and AICRM_URL.' };
  if (!/^\d+$/.test(String(objectId))) return { ok: false, detail: 'The card named no record.' };
  const record = `lead:hubspot:${objectId}`;
  const post = async (path, body) => {
    const answer = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // HubSpot ends a function after a few seconds; its own message says less than ours.
      signal: AbortSignal.timeout(8_000),
    });
    const said = await answer.json().catch(() => null);
    if (!answer.ok) throw new Error(said?.detail ?? `The worker answered ${answer.status}.`);
    return said;
  };
  try {
    if (frame) {
      const { token } = await post('/v1/tokens', {
        scopes: ['sync:record', 'models:read'],
        record,
        origins: [new URL(url).origin],
      });
      const shown = {
        element: 'aicrm-lead-score-badge',
        'record-id': record,
        display: 'inline',
        open: '',
        token,
      };
      return { ok: true, address: `${new URL('/embed/v1/frame', url)}#${new URLSearchParams(shown)}` };
    }
    const { predictions, explanations } = await post('/v1/predictions', {
      model: 'lead-score',
      records: [record],
      explain: true,
    });
    return { ok: true, prediction: predictions[0], explained: explanations[0] };
  } catch (error) {
    return { ok: false, detail: error.message };
  }
};
