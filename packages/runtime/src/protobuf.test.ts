import { describe, expect, it } from 'vitest';
import { type Cursor, floats, inside, ints, literal, skip, varint, word } from './protobuf.js';
import { bytesField, floatBytes, join, packedInts, textField, varintField } from './protobuf-write.js';

const cursorOf = (bytes: readonly number[]): Cursor => ({ bytes: Uint8Array.from(bytes), at: 0 });

describe('the wire format', () => {
  it('writes and reads the examples of the protobuf documentation', () => {
    expect(varintField(1, 150)).toEqual([0x08, 0x96, 0x01]);
    expect(textField(2, 'testing')).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
    const list = [0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05];
    expect(packedInts(6, [3, 270, 86_942])).toEqual(list);
    expect(ints(cursorOf(list), 6)).toEqual([3, 270, 86_942]);
    const testing = cursorOf(textField(2, 'testing'));
    literal(testing, word(2, 'testing'));
    expect(testing.at).toBe(9);
  });

  it('gives back what was written, up to 31 bits', () => {
    const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 28, 2 ** 31 - 1];
    const cursor = cursorOf(
      join(packedInts(1, numbers), bytesField(7, floatBytes([1.5, -2])), textField(3, ''), packedInts(4, [])),
    );
    expect(ints(cursor, 1)).toEqual(numbers);
    expect(Array.from(floats(cursor, 7))).toEqual([1.5, -2]);
    expect(skip(cursor, 3)).toHaveLength(0);
    expect(ints(cursor, 4)).toEqual([]);
    expect(cursor.at).toBe(cursor.bytes.length);
    expect(() => ints(cursorOf(packedInts(1, [2 ** 31])), 1)).toThrow('31 bits');
  });

  it('refuses another field, another wire type and another text', () => {
    const bytes = textField(3, 'abc');
    expect(() => literal(cursorOf(bytes), word(3, 'abc'))).not.toThrow();
    expect(() => literal(cursorOf(bytes), word(3, 'abd'))).toThrow('at byte 4');
    expect(() => skip(cursorOf(bytes), 4)).toThrow('at byte 0');
    expect(() => skip(cursorOf(varintField(3, 3)), 3)).toThrow('at byte 0');
  });

  it('refuses what is cut off, longer than its frame, or not finite', () => {
    const whole = textField(1, 'whole');
    expect(skip(cursorOf(whole), 1)).toHaveLength(5);
    expect(() => skip(cursorOf(whole.slice(0, -1)), 1)).toThrow('cut off');
    expect(() => skip(cursorOf(whole.slice(0, 1)), 1)).toThrow('cut off');
    expect(() => varint(cursorOf([0x80]))).toThrow('cut off');
    expect(() => literal(cursorOf(whole), word(1, 'whole!').replace('\x06', '\x05'))).toThrow('byte 7');
    const framed = bytesField(1, varintField(2, 300));
    const read = (cursor: Cursor) => () => {
      literal(cursor, '\x10');
      return varint(cursor);
    };
    const good = cursorOf(framed);
    expect(inside(good, 1, read(good))).toBe(300);
    const long = cursorOf([...framed.slice(0, 1), 4, ...framed.slice(2), 0]);
    expect(() => inside(long, 1, read(long))).toThrow('more or less');
    const short = cursorOf([...framed.slice(0, 1), 2, ...framed.slice(2)]);
    expect(() => inside(short, 1, read(short))).toThrow('more or less');
    expect(() => floats(cursorOf(bytesField(7, floatBytes([Number.NaN]))), 7)).toThrow('finite');
    expect(() => floats(cursorOf(bytesField(7, [0, 0, 0])), 7)).toThrow('cut off');
  });
});
