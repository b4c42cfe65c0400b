import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { csvLine } from '@aicrm/connectors/csv/write-csv';
import type { RejectedRow } from '@aicrm/schema/wire';

export interface ErrorFile {
  readonly path: string;
  readonly written: number;
  add(rejected: RejectedRow, cells: readonly string[]): Promise<void>;
  /** Resolves when all is on disk; false where nothing was rejected and so no file was made. */
  close(): Promise<boolean>;
}

/**
 * The rejected rows of one file: row number, columns and reasons, then the row's own cells as they were read, so that it
 * can be mended and imported again. The file is made with its first row, over an older one of the same name.
 */
export function openErrorFile(path: string, header: readonly string[]): ErrorFile {
  let stream: WriteStream | null = null;
  let failed: unknown = null;
  let written = 0;
  const write = (to: WriteStream, text: string) =>
    new Promise<void>((resolve, reject) => {
      to.write(text, (error) => (error ? reject(error) : resolve()));
    });
  return {
    path,
    get written() {
      return written;
    },
    async add(rejected, cells) {
      if (stream === null) {
        stream = createWriteStream(path);
        stream.on('error', (error) => {
          failed = error;
        });
        // The mark makes Excel read UTF-8.
        await write(stream, `\uFEFF${csvLine(['row', 'column', 'problem', ...header])}`);
      }
      if (failed) throw failed;
      const at = rejected.issues.map((issue) => issue.at).join(' | ');
      const why = rejected.issues.map((issue) => issue.message).join(' | ');
      written += 1;
      await write(stream, csvLine([String(rejected.row), at, why, ...cells]));
    },
    async close() {
      if (stream === null) return false;
      stream.end();
      await finished(stream);
      return true;
    },
  };
}
