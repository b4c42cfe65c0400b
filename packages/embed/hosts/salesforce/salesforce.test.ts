import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';

// The component's class with a stand-in for LightningElement; Apex and templates run in Salesforce alone.

const folder = join(import.meta.dirname, 'force-app/main/default/lwc/aicrmInsight');

interface Insight {
  recordId: string;
  address: string;
  said: string;
  connectedCallback(): Promise<void>;
  disconnectedCallback(): void;
}
const frameAddress = vi.fn<(asked: { recordId: string }) => Promise<string>>();

async function component(): Promise<Insight> {
  const source = (await readFile(join(folder, 'aicrmInsight.js'), 'utf8'))
    .replace(/^import .+;$/gm, '')
    .replace(/@api /g, '')
    .replace('export default class', 'return class');
  const Made: new () => Insight = new Function('frameAddress', 'LightningElement', source)(
    frameAddress,
    class {},
  );
  return Object.assign(new Made(), { recordId: '00Q1' });
}
beforeEach(() => {
  frameAddress.mockReset();
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

it('opens the address that Apex made, and anew before its token ends', async () => {
  frameAddress.mockResolvedValueOnce('https://crm-ai.example/embed/v1/frame#token=1');
  frameAddress.mockResolvedValueOnce('https://crm-ai.example/embed/v1/frame#token=2');
  const insight = await component();
  await insight.connectedCallback();
  expect(frameAddress).toHaveBeenCalledWith({ recordId: '00Q1' });
  expect(insight.address).toContain('token=1');
  // Tokens live for 15 minutes.
  await vi.advanceTimersByTimeAsync(14.5 * 60_000);
  expect(insight.address).toContain('token=2');
  insight.disconnectedCallback();
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(frameAddress).toHaveBeenCalledTimes(2);
});

it("says Apex's sentence in place of a frame", async () => {
  frameAddress.mockRejectedValueOnce({ body: { message: 'This record has no score for you.' } });
  const insight = await component();
  await insight.connectedCallback();
  expect([insight.address, insight.said]).toEqual(['', 'This record has no score for you.']);
});

it('binds in its template only what the class has', async () => {
  const template = await readFile(join(folder, 'aicrmInsight.html'), 'utf8');
  const bound = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const insight = await component();
  expect(bound.filter((name) => !(name in insight))).toEqual([]);
  expect(bound).toContain('address');
});
