/** What the list shows, as the address says it: `?q=`, `?status=`, `?campaign=`, `?sort=`. */
export const sorts = {
  score: 'By score',
  name: 'By name',
  date: 'Newest first',
};

export function readFilter(search) {
  const query = new URLSearchParams(search);
  const sort = query.get('sort') ?? 'score';
  return {
    q: query.get('q') ?? '',
    status: query.get('status') ?? 'open',
    campaign: query.get('campaign') ?? '',
    sort: sort in sorts ? sort : 'score',
  };
}

/** The address of a filter; what is as usual is left out. */
export function writeFilter({ q, status, campaign, sort }) {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (status !== 'open') query.set('status', status);
  if (campaign) query.set('campaign', campaign);
  if (sort !== 'score') query.set('sort', sort);
  return query.size > 0 ? `/?${query}` : '/';
}

const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const byName = new Intl.Collator('en').compare;
const newest = (a, b) =>
  a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : byName(a.name, b.name);

/** Whether a lead can still convert; a score says nothing of one that cannot. */
export const isOpen = ({ status }) => status === 'open';

/**
 * The leads to show, in order. `scores` maps a lead's id to its probability; closed leads and those without a score come last, so that
 * the order never pretends to know more than it does.
 */
export function selectLeads(leads, { q, status, campaign, sort }, scores) {
  const words = folded(q).split(/\s+/).filter(Boolean);
  const chosen = leads.filter(
    (lead) =>
      (status === 'all' || lead.status === status) &&
      (!campaign || lead.campaign === campaign) &&
      words.every((word) => folded(lead.name).includes(word) || lead.id.includes(word)),
  );
  if (sort === 'name') return chosen.sort((a, b) => byName(a.name, b.name) || newest(a, b));
  if (sort === 'date' || scores.size === 0) return chosen.sort(newest);
  const score = (lead) => (isOpen(lead) ? (scores.get(lead.id)?.probability ?? -1) : -1);
  return chosen.sort((a, b) => score(b) - score(a) || newest(a, b));
}
