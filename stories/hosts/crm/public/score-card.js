import { model, recordId, whenClient } from './ai-crm.js';
import { el } from './dom.js';
import { formatDay, formatPoints, formatShare } from './format.js';

/** In place of a score, for a lead that is closed: what became of it. A chance of what is over would only mislead. */
export const closedCard = ({ status, closedAt }) =>
  el(
    'section',
    { class: 'card score', 'aria-labelledby': 'score-title' },
    el('h2', { id: 'score-title' }, status === 'converted' ? 'Coupon redeemed' : 'Coupon not redeemed'),
    el(
      'p',
      {},
      `This lead is closed${closedAt ? ` since ${formatDay(closedAt)}` : ''}, so it has no score: a score is the chance of what may still happen.`,
    ),
  );

/** The score of one lead with its reasons opened, and what an edit does to it. */
export function createScoreCard(leadId) {
  const id = recordId(leadId);
  const badge = el('aicrm-lead-score-badge', { 'record-id': id, display: 'inline', open: true });
  const change = el('p', { class: 'change', role: 'status' });
  const stops = new Map();
  let before;
  let after;
  let ended = false;

  function paint() {
    if (before === undefined || after === undefined) {
      change.replaceChildren();
      return;
    }
    change.replaceChildren(
      el('span', { class: 'sr' }, 'With your edits the score goes from '),
      el('span', { class: 'change-before' }, formatShare(before)),
      el('span', { class: 'change-arrow', 'aria-hidden': 'true' }, '→'),
      el('span', { class: 'sr' }, ' to '),
      el('strong', {}, formatShare(after)),
      el('span', { class: 'change-points' }, formatPoints(before, after)),
    );
  }

  async function watch(name, request, keep) {
    stops.get(name)?.();
    stops.delete(name);
    const client = await whenClient();
    if (ended) return;
    const stop = client.watch({ model, recordId: id, ...request }, (current) => {
      if (current.state === 'loading') return;
      keep(current.state === 'score' ? current.score.probability : undefined);
      paint();
    });
    stops.set(name, stop);
  }
  let latest = 0;
  void watch('before', {}, (probability) => {
    before = probability;
  });

  return {
    section: el(
      'section',
      { class: 'card score', 'aria-labelledby': 'score-title' },
      el('h2', { id: 'score-title' }, 'Chance of redeeming a coupon'),
      change,
      badge,
    ),
    /** Hands edited fields to the badge; none brings back the stored record. */
    edit(edits) {
      const call = ++latest;
      const edited = Object.keys(edits).length > 0;
      badge.record = edited ? edits : undefined;
      if (edited)
        void watch('after', { record: edits }, (probability) => {
          if (call === latest) after = probability;
        });
      else {
        stops.get('after')?.();
        stops.delete('after');
        after = undefined;
        paint();
      }
    },
    end() {
      ended = true;
      for (const stop of stops.values()) stop();
    },
  };
}
