import { must } from '@aicrm/schema/result';

/** Where a file's bytes come from: a browser's `file.stream()`, a Node stream, or any list of chunks. */
export type ByteSource = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

/** Not every browser can iterate a ReadableStream, so its reader is asked. Leaving the loop early closes the source. */
export async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  if (!('getReader' in source)) {
    yield* source;
    return;
  }
  const reader = source.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value) yield value;
    }
  } finally {
    await reader.cancel();
  }
}

export function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Reads until `count` bytes are there (fewer at the end of the source) and gives them back in front of the rest. */
export async function peek(
  source: ByteSource,
  count: number,
): Promise<{ first: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const chunks = chunksOf(source);
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < count) {
    const next = await chunks.next();
    if (next.done) break;
    first = join(first, next.value);
  }
  async function* all() {
    if (first.length > 0) yield first;
    yield* chunks;
  }
  return { first, all: all() };
}

/** A failure of the packed data itself, told apart from a failure to read the source. */
export class DamagedArchive extends Error {}

/**
 * Unpacks gzip as it arrives.
 * @throws DamagedArchive where the data is damaged or ends too early; an error of the source as it was thrown.
 */
export async function* unzip(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const sourceErrors: unknown[] = [];
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const next = await source.next();
        if (next.done) controller.close();
        // A copy, because the stream wants a buffer of its own and a Node chunk may be part of a shared pool.
        else controller.enqueue(new Uint8Array(next.value));
      } catch (error) {
        sourceErrors.push(error);
        controller.error(error);
      }
    },
    async cancel() {
      await source.return(undefined);
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      finished = done;
      if (done) return;
      yield must(value, 'unpacked chunk');
    }
  } catch {
    finished = true;
    if (sourceErrors.length > 0) throw sourceErrors[0];
    throw new DamagedArchive('The packed data is damaged or incomplete.');
  } finally {
    if (!finished) await reader.cancel();
  }
}
