import { describe, expect, it } from 'vitest';
import { elsewhere, inFile, tinyNetwork } from '../testing/tiny-network.js';
import { scanOnnx } from './scan-onnx.js';

const reasonOf = (bytes: Uint8Array) => {
  const scanned = scanOnnx(bytes);
  return scanned.ok ? null : scanned.error.reason;
};

describe('looking through an ONNX file', () => {
  it('refuses weights in other files, wherever the tensor lies', () => {
    expect(reasonOf(tinyNetwork(elsewhere))).toBe('external-data');
    expect(reasonOf(tinyNetwork(inFile, elsewhere))).toBe('external-data');
    // The same files with the tensor's numbers inside.
    expect(scanOnnx(tinyNetwork(inFile))).toEqual({ ok: true, value: ['Add', 'Elu'] });
    expect(scanOnnx(tinyNetwork(inFile, inFile))).toEqual({ ok: true, value: ['Add', 'Constant', 'Elu'] });
  });

  it('refuses what is cut off at any byte within the graph, and never throws', () => {
    const whole = tinyNetwork();
    for (let length = 0; length < whole.length; length++)
      expect(reasonOf(whole.subarray(0, length)), `${length} bytes`).toBe('malformed');
    for (let i = 0; i < whole.length; i++)
      for (const value of [0, 127, 128, 255]) {
        const changed = whole.slice();
        changed[i] = value;
        scanOnnx(changed);
      }
    expect(reasonOf(new Uint8Array(0))).toBe('malformed');
  });
});
