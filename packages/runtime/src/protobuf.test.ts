import { describe, expect, it } from 'vitest';
import { bytesTag, floatTag, varintTag } from './onnx-profile.js';
import { all, floats, int, ints, one, parse, text } from './protobuf.js';
import { bytesField, floatBytes, join, packedInts, textField, varintField } from './protobuf-write.js';

const read = (bytes: number[], ...allowed: number[]) => parse(Uint8Array.from(bytes), allowed, 'it');

describe('the wire format', () => {
  it('reads the examples of the protobuf documentation', () => {
    expect(int(read([0x08, 0x96, 0x01], varintTag(1)), 1)).toBe(150);
    const word = read([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67], bytesTag(2));
    expect(text(one(word, 2, 'word'))).toBe('testing');
    expect(ints(read([0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05], bytesTag(6)), 6)).toEqual([
      3, 270, 86942,
    ]);
  });

  it('gives back what was written, up to 31 bits', () => {
    const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 28, 2 ** 31 - 1];
    const bytes = join(
      packedInts(1, numbers),
      varintField(2, 2 ** 31 - 1),
      textField(3, 'ä'),
      textField(3, ''),
    );
    const message = read(bytes, bytesTag(1), varintTag(2), bytesTag(3));
    expect(ints(message, 1)).toEqual(numbers);
    expect(int(message, 2)).toBe(2 ** 31 - 1);
    expect(all(message, 3).map(text)).toEqual(['ä', '']);
    expect(() => ints(read(packedInts(1, [2 ** 31]), bytesTag(1)), 1)).toThrow('31 bits');
  });

  it('takes lists that another program wrote unpacked', () => {
    const three = join(varintField(8, 5), varintField(8, 300), varintField(8, 0));
    expect(ints(read(three, varintTag(8)), 8)).toEqual([5, 300, 0]);
    const two = [0x3d, ...floatBytes([1.5]), 0x3d, ...floatBytes([-2])];
    expect(floats(read(two, floatTag(7)), 7)).toEqual([1.5, -2]);
    expect(floats(read(bytesField(7, floatBytes([1.5, -2])), bytesTag(7)), 7)).toEqual([1.5, -2]);
  });

  it('refuses a field that is not allowed, or allowed with another wire type', () => {
    expect(() => read(varintField(3, 1), varintTag(3))).not.toThrow();
    expect(() => read(varintField(3, 1), varintTag(4))).toThrow('field 3');
    expect(() => read(varintField(3, 1), bytesTag(3))).toThrow('wire type 0');
    expect(() => read([0x0b], bytesTag(1))).toThrow('wire type 3');
  });

  it('refuses what is cut off, not UTF-8 or not finite', () => {
    const whole = textField(1, 'whole');
    expect(() => read(whole, bytesTag(1))).not.toThrow();
    expect(() => read(whole.slice(0, -1), bytesTag(1))).toThrow('cut off');
    expect(() => read(whole.slice(0, 1), bytesTag(1))).toThrow('cut off');
    expect(() => text(Uint8Array.of(0xc3, 0x28))).toThrow('UTF-8');
    expect(() => floats(read(bytesField(7, floatBytes([Number.NaN])), bytesTag(7)), 7)).toThrow('finite');
    expect(() => floats(read(bytesField(7, [0, 0, 0]), bytesTag(7)), 7)).toThrow('cut off');
  });
});
