import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, ok, type Result } from '@aicrm/schema/result';
import { type ByteSource, DamagedArchive, join, peek, unzip } from './bytes.js';
import { headBytes, notTextKind } from './not-text.js';
import { scanUtf8 } from './utf8.js';

export interface DecodedFile {
  /** The encoding that is used, in the spelling of the Encoding Standard: `utf-8`, `windows-1252`, ... */
  readonly encoding: string;
  /** The text in pieces, without a byte order mark; the first error is the last item. */
  readonly texts: AsyncGenerator<Result<string, Problem>>;
}

const notText = (detail: string, action: string): Problem =>
  problem('bad-data', 'This is not a text file', detail, { action });

const actionFor = (kind: string) =>
  kind.includes('Excel')
    ? 'Open it and save the sheet as "CSV UTF-8", or unpack the archive.'
    : 'Choose the CSV file that your CRM exports.';

/** Titles of the problems that another encoding may mend begin so. */
const encodingTitles = ['The file is not ', 'The file may be UTF-16'] as const;

/** Whether naming another encoding may mend a problem of the reader, so that a page can offer the choice. */
export const asksForEncoding = ({ title }: Pick<Problem, 'title'>): boolean =>
  encodingTitles.some((start) => title.startsWith(start));

const refused = (position: number, line: number, byte: number | undefined): Problem =>
  problem(
    'bad-data',
    'The file is not UTF-8',
    byte === undefined
      ? `The file ends in the middle of a character at byte ${position} (line ${line}).`
      : `Byte ${position} of the file (line ${line}, value 0x${byte.toString(16).toUpperCase().padStart(2, '0')}) is not valid UTF-8.`,
    {
      action:
        'Name the encoding the file was saved in: most likely windows-1252, which Excel uses for "CSV" in Western Europe and America. Or save it again as "CSV UTF-8".',
      issues: [{ at: `byte ${position}`, message: 'not valid UTF-8' }],
    },
  );

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

async function* decodeUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Result<string, Problem>> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: false });
  let rest: Uint8Array = new Uint8Array(0);
  let position = 0;
  let line = 1;
  let first = true;
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? join(rest, chunk) : chunk;
    const { valid, cut } = scanUtf8(bytes);
    const decoded = decoder.decode(bytes.subarray(0, valid));
    const text = first && decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
    if (valid > 0) first = false;
    line += linesIn(text);
    if (text !== '') yield ok(text);
    if (valid < bytes.length && !cut) return yield fail(refused(position + valid, line, bytes[valid]));
    rest = bytes.slice(valid);
    position += valid;
  }
  if (rest.length > 0) yield fail(refused(position, line, undefined));
}

async function* decodeOther(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Result<string, Problem>> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: false });
  let position = 0;
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true });
      position += chunk.length;
      if (text !== '') yield ok(text);
    }
    const end = decoder.decode();
    if (end !== '') yield ok(end);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    yield fail(
      problem(
        'bad-data',
        `The file is not ${encoding}`,
        `Shortly after byte ${position} the file holds something that ${encoding} does not allow.`,
        { action: 'Save the file again as "CSV UTF-8".' },
      ),
    );
  }
}

/** NUL characters mean UTF-16 without a mark, or not a text at all; a damaged archive becomes an error as data. */
async function* guarded(
  texts: AsyncGenerator<Result<string, Problem>>,
): AsyncGenerator<Result<string, Problem>> {
  try {
    for await (const text of texts) {
      if (text.ok && text.value.includes('\0')) {
        return yield fail(
          problem(
            'bad-data',
            'The file may be UTF-16',
            'It holds NUL characters: it is UTF-16 without a byte order mark, or not a text at all.',
            { action: 'Save it as "CSV UTF-8", or name the encoding utf-16le.' },
          ),
        );
      }
      yield text;
      if (!text.ok) return;
    }
  } catch (error) {
    if (!(error instanceof DamagedArchive)) throw error;
    yield fail(
      problem('bad-data', 'The gzip file is damaged', 'It cannot be unpacked to its end.', {
        action: 'Make the .gz file again, or give the file unpacked.',
      }),
    );
  }
}

const startsWith = (bytes: Uint8Array, ...head: number[]) => head.every((byte, i) => bytes[i] === byte);

function encodingOf(label: string): Result<string, Problem> {
  try {
    return ok(new TextDecoder(label).encoding);
  } catch {
    return fail(
      problem(
        'bad-data',
        'Unknown encoding',
        `"${label.slice(0, 40)}" is not an encoding that is known here.`,
        {
          action:
            'Use utf-8, utf-16le, utf-16be, windows-1252, windows-1250, iso-8859-15, macintosh or shift_jis.',
        },
      ),
    );
  }
}

/**
 * Bytes to text, piece by piece, in bounded memory. gzip is recognised by its first bytes and unpacked. A byte order
 * mark decides the encoding; without one it is `encoding`, or UTF-8, which is checked strictly: a wrong guess would
 * turn every "é" into "Ã©" without a word.
 *
 * Workbooks, archives, unknown labels and invalid bytes are `bad-data` problems. An error that the source itself throws
 * (a disk, a network) is thrown on.
 */
export async function decodeFile(
  source: ByteSource,
  encoding?: string,
): Promise<Result<DecodedFile, Problem>> {
  let { first, all } = await peek(source, headBytes);
  if (startsWith(first, 0x1f, 0x8b)) {
    try {
      ({ first, all } = await peek(unzip(all), headBytes));
    } catch (error) {
      if (!(error instanceof DamagedArchive)) throw error;
      return fail(
        problem('bad-data', 'The gzip file is damaged', 'It cannot be unpacked.', {
          action: 'Make the .gz file again, or give the file unpacked.',
        }),
      );
    }
  }
  const marked = startsWith(first, 0xef, 0xbb, 0xbf)
    ? 'utf-8'
    : startsWith(first, 0xff, 0xfe)
      ? 'utf-16le'
      : startsWith(first, 0xfe, 0xff)
        ? 'utf-16be'
        : null;
  const known = encodingOf(marked ?? encoding ?? 'utf-8');
  if (!known.ok) return known;
  const kind = notTextKind(first.subarray(0, headBytes), known.value.startsWith('utf-16'));
  if (kind !== null) return fail(notText(`It is ${kind}.`, actionFor(kind)));
  const texts = known.value === 'utf-8' ? decodeUtf8(all) : decodeOther(all, known.value);
  return ok({ encoding: known.value, texts: guarded(texts) });
}
