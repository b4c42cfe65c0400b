/** A message being written: plain bytes in order. */
export type Bytes = number[];

function pushVarint(out: Bytes, value: number): void {
  let rest = value;
  while (rest > 127) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

/** Appends without spreading: an argument list of some hundred thousand bytes overflows the stack. */
function pushAll(out: Bytes, bytes: Iterable<number>): void {
  for (const byte of bytes) out.push(byte);
}

export function varintField(field: number, value: number): Bytes {
  const out: Bytes = [];
  pushVarint(out, field * 8);
  pushVarint(out, value);
  return out;
}

export function bytesField(field: number, bytes: ArrayLike<number> & Iterable<number>): Bytes {
  const out: Bytes = [];
  pushVarint(out, field * 8 + 2);
  pushVarint(out, bytes.length);
  pushAll(out, bytes);
  return out;
}

export const textField = (field: number, value: string): Bytes =>
  bytesField(field, new TextEncoder().encode(value));

export function packedInts(field: number, values: Iterable<number>): Bytes {
  const packed: Bytes = [];
  for (const value of values) pushVarint(packed, value);
  return bytesField(field, packed);
}

/** Little-endian float32, as protobuf and ONNX raw data both have it. */
export function floatBytes(values: Iterable<number>): Bytes {
  const out: Bytes = [];
  const four = new DataView(new ArrayBuffer(4));
  for (const value of values) {
    four.setFloat32(0, value, true);
    for (let at = 0; at < 4; at++) out.push(four.getUint8(at));
  }
  return out;
}

/** Parts one behind the other, as the body of a message. */
export function concat(parts: Iterable<Bytes>): Bytes {
  const out: Bytes = [];
  for (const part of parts) pushAll(out, part);
  return out;
}

/** `concat` of a few named parts; a list of thousands would overflow the stack as arguments. */
export const join = (...parts: readonly Bytes[]): Bytes => concat(parts);
