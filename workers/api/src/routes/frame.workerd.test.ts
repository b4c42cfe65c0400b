import { describe, expect, it } from 'vitest';
import { makeWorld } from '../../test/world.js';

const world = makeWorld();

describe('the page of a frame', () => {
  it('is given to anybody, may be framed, and runs nothing but our own files', async () => {
    const answer = await world.app.request('https://crm-ai.example/embed/v1/frame');
    expect(answer.status).toBe(200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('script-src https://crm-ai.example;');
    expect(policy).not.toMatch(/unsafe|frame-ancestors|'self'/);
    expect(answer.headers.get('x-frame-options')).toBeNull();
    expect(await answer.text()).toContain('<script type="module" src="frame.js">');
  });
});
