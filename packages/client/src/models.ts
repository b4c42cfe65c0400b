import type { ModelCard } from '@aicrm/schema/model';
import type { Problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import type { ModelPointer } from '@aicrm/schema/wire';
import { fetchSummary, followPointer, pointerOf } from './artefacts.js';
import type { Shelf } from './predictions.js';
import { clientProblem, signedOut, unexpected } from './problems.js';
import { type Store, type StoredCard, stampOf } from './store/store.js';
import type { Transport } from './transport.js';

export interface ModelKeeper {
  /** Pointers of the wanted models one by one, for a page that syncs nothing. */
  summaries(): Promise<Result<ModelPointer[], Problem>>;
  /** Makes the pointed-to models ready: those wanted, and those already kept for a page without a network. */
  follow(pointers: readonly ModelPointer[]): Promise<Result<void, Problem>>;
  card(model: string): Promise<ModelCard | Problem>;
  /** Keeps the cards of the wanted models with their artefacts, so that they open without a network. */
  keepCards(): Promise<void>;
  forget(): void;
}

/** What a page has of its models: artefacts on the shelf and in the store, and their cards. */
export function keepModels(from: {
  readonly transport: Transport;
  readonly shelf: Shelf;
  readonly ended: AbortSignal;
  wanted(): ReadonlySet<string>;
  store(): Store | null;
}): ModelKeeper {
  const { transport, shelf, ended } = from;
  const cards = new Map<string, StoredCard>();
  /** Cards that were asked for ahead and didn't come; a token without `models:read` never gets one. */
  const refused = new Set<string>();

  async function summary(model: string): Promise<Result<ModelPointer, Problem>> {
    const at = from.store();
    const answer = await fetchSummary(transport, model);
    // Another store than the one at the start is another tenant's; none at the start had only not opened yet.
    if ((at && from.store() !== at) || ended.aborted) return fail(signedOut());
    if (!answer.ok && answer.error.kind === 'not-found')
      return ok({ name: model, recordType: '', current: null, refusal: null });
    if (!answer.ok) return answer;
    const { value } = answer;
    if (value === null) return fail(unexpected('304 for a model'));
    const pointer = pointerOf(value);
    const shown = value.versions.find(({ version }) => version === value.current) ?? value.versions[0];
    if (shown) {
      const card = { stamp: stampOf(pointer), card: shown.card };
      cards.set(model, card);
      await at?.keepCard(model, card).catch(() => {});
    }
    return ok(pointer);
  }

  /** The card at hand, and whether it is the one of the model as the worker last told it. */
  async function known(model: string): Promise<{ card: ModelCard; current: boolean } | null> {
    const store = from.store();
    const state = await store?.state();
    const pointer = state?.pointers.find(({ name }) => name === model);
    const found = cards.get(model) ?? (await store?.card(model));
    if (!found) return null;
    return { card: found.card, current: !pointer || stampOf(pointer) === found.stamp };
  }

  return {
    async summaries() {
      const found: ModelPointer[] = [];
      for (const model of from.wanted()) {
        const one = await summary(model);
        if (!one.ok) return one;
        found.push(one.value);
      }
      return ok(found);
    },
    async follow(pointers) {
      let answer: Result<void, Problem> = ok(undefined);
      // Another tenant's token may come while an artefact is on its way: it must land in no other store and on no shelf.
      const at = from.store();
      const gone = (): boolean => from.store() !== at || ended.aborted;
      const kept = (await at?.state())?.active ?? {};
      const wanted = from.wanted();
      for (const pointer of pointers) {
        const { name } = pointer;
        if (!wanted.has(name) && !Object.hasOwn(kept, name)) continue;
        const slot = await followPointer(transport, at, pointer, shelf.models.get(name));
        if (gone()) return fail(signedOut());
        if (slot.ok) shelf.models.set(name, slot.value);
        else answer = slot;
      }
      // A tenant's database made anew has no models: what it had must not come back with the next page view.
      for (const model of new Set([...wanted, ...Object.keys(kept)])) {
        if (pointers.some(({ name }) => name === model)) continue;
        if (wanted.has(model)) shelf.models.set(model, { artefact: null, refusal: null });
        if (Object.hasOwn(kept, model)) await at?.activate(model, null);
      }
      return answer;
    },
    async card(model) {
      const at = await known(model).catch(() => null);
      if (at?.current) return at.card;
      const answer = await summary(model);
      const card = cards.get(model)?.card;
      if (answer.ok && card) return card;
      if (answer.ok) return clientProblem('not-found', 404, 'No model', 'No model has been trained yet.');
      // A card of the version before is better than none while nobody answers, as the old model itself is.
      return at && answer.error.kind === 'temporary' ? at.card : answer.error;
    },
    async keepCards() {
      const pointers = (await from.store()?.state())?.pointers ?? [];
      for (const pointer of pointers) {
        const { name } = pointer;
        const mark = `${name} ${stampOf(pointer)}`;
        if (!from.wanted().has(name) || refused.has(mark) || ended.aborted) continue;
        if ((await known(name))?.current) continue;
        refused.add(mark);
        await summary(name);
      }
    },
    forget() {
      cards.clear();
      refused.clear();
    },
  };
}
