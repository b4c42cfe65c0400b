import { must } from '@aicrm/schema/result';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AicrmElement, type Property } from './aicrm-element.js';
import { css } from './css.js';

class Probe extends AicrmElement {
  static override readonly styles = [css`b { color: rgb(1, 2, 3); }`];
  static override readonly properties: Readonly<Record<string, Property>> = {
    word: { attribute: 'a-word', initial: 'nothing' },
    flag: { attribute: 'flag', type: Boolean, reflect: true, initial: false },
    look: { attribute: 'look', reflect: true, initial: 'plain' },
    data: { attribute: false },
  };

  declare word: string;
  declare flag: boolean;
  declare look: string;
  declare data: unknown;
  draws = 0;

  protected override draw(): void {
    this.draws += 1;
    if (this.data === 'broken') throw new Error('broken');
    this.renderRoot.replaceChildren(document.createElement('b'));
    must(this.renderRoot.querySelector('b'), 'b').textContent = `${this.word} ${this.language}`;
  }
}

const made = (): Probe => document.createElement('x-probe') as Probe;
async function placed(probe: Probe): Promise<Probe> {
  document.body.append(probe);
  await probe.updateComplete;
  return probe;
}

beforeAll(() => {
  document.body.innerHTML = '<x-probe a-word="attribute" lang="de-CH"></x-probe>';
  // As a host does whose script runs before ours.
  Object.assign(must(document.querySelector('x-probe'), 'probe'), { word: 'early' });
  customElements.define('x-probe', Probe);
});
afterEach(() => document.querySelectorAll('x-probe').forEach((one) => void one.remove()));

describe('an element of ours', () => {
  it('keeps what was set before it was defined, over its attribute', async () => {
    const probe = must(document.querySelector<Probe>('x-probe'), 'probe');
    await probe.updateComplete;
    expect(probe.renderRoot.textContent).toBe('early de-CH');
    probe.word = 'later';
    await probe.updateComplete;
    expect(probe.renderRoot.textContent).toBe('later de-CH');
  });

  it('reads attributes, and has its initial value again where they are taken away', async () => {
    const probe = await placed(made());
    expect(probe.word).toBe('nothing');
    probe.setAttribute('a-word', 'x');
    probe.setAttribute('flag', '');
    expect([probe.word, probe.flag]).toEqual(['x', true]);
    probe.removeAttribute('a-word');
    probe.removeAttribute('flag');
    expect([probe.word, probe.flag]).toEqual(['nothing', false]);
  });

  it('reflects only what it should', async () => {
    const probe = await placed(made());
    Object.assign(probe, { flag: true, word: 'x' });
    await probe.updateComplete;
    expect(probe.hasAttribute('flag')).toBe(true);
    expect(probe.hasAttribute('a-word')).toBe(false);
    expect(probe.getAttribute('look')).toBe('plain');
    Object.assign(probe, { flag: false, look: 'fancy' });
    await probe.updateComplete;
    expect(probe.hasAttribute('flag')).toBe(false);
    expect(probe.getAttribute('look')).toBe('fancy');
    // What comes back through the attribute is no change that would be drawn again.
    await new Promise((resolve) => setTimeout(resolve));
    expect(probe.draws).toBe(3);
  });

  it('draws once for all changes of a moment, and not at all before it is in a page', async () => {
    const probe = made();
    probe.word = 'x';
    await probe.updateComplete;
    expect(probe.draws).toBe(0);
    await placed(probe);
    Object.assign(probe, { word: 'y', data: {}, flag: true });
    await probe.updateComplete;
    expect(probe.draws).toBe(2);
    probe.word = 'y';
    await probe.updateComplete;
    expect(probe.draws).toBe(2);
  });

  it('runs its controllers around each drawing, as Lit does', async () => {
    const probe = made();
    const heard: string[] = [];
    const hear = (name: string) => () => void heard.push(`${name} ${probe.draws}`);
    probe.addController({
      hostConnected: hear('connected'),
      hostUpdate: hear('update'),
      hostUpdated: hear('updated'),
      hostDisconnected: hear('disconnected'),
    });
    await placed(probe);
    probe.remove();
    expect(heard).toEqual(['connected 0', 'update 0', 'updated 1', 'disconnected 1']);
  });

  it('logs a defect of its own, keeps the last paint, and goes on', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const probe = await placed(made());
    const before = probe.renderRoot.textContent;
    probe.data = 'broken';
    await probe.updateComplete;
    expect(log).toHaveBeenCalledOnce();
    expect(probe.renderRoot.textContent).toBe(before);
    Object.assign(probe, { data: 'whole', word: 'again' });
    await probe.updateComplete;
    expect(probe.renderRoot.textContent).toContain('again');
    log.mockRestore();
  });

  it('shares one sheet among all of its class', async () => {
    const [one, other] = [await placed(made()), await placed(made())];
    expect(one.renderRoot.adoptedStyleSheets).toEqual(other.renderRoot.adoptedStyleSheets);
    expect(getComputedStyle(must(one.renderRoot.querySelector('b'), 'b')).color).toBe('rgb(1, 2, 3)');
  });
});
