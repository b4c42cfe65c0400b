import { expect, it } from 'vitest';
import { brotliBytes, buildEmbed, closureOf } from './closure.js';
it('x', async () => {
  const chunks = await buildEmbed();
  console.log('PAINT', brotliBytes(closureOf(chunks, ['aicrm', 'start', 'define'])), chunks.map((c) => `${c.name}:${brotliBytes([c])}`).join(' '));
  const has = chunks.filter((c) => c.moduleIds.some((m) => /evaluate-trees/.test(m))).map((c) => c.name);
  console.log('PREDICT', chunks.find((c)=>c.name==='predict')?.moduleIds.map((m)=>m.split('/src/')[1]).join(), closureOf(chunks, ['aicrm','start','define']).map((c)=>c.name).join());
  console.log('TREES IN', has.join());
  expect(1).toBe(1);
}, 90000);
