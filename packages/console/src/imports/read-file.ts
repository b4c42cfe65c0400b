import {
  type CsvCheck,
  type CsvFile,
  type CsvOptions,
  checkCsv,
  openCsv,
} from '@aicrm/connectors/csv/read-csv';
import { type Problem, problem } from '@aicrm/schema/problem';
import { fail, type Result } from '@aicrm/schema/result';

/** How a person says that a file is to be read; '' leaves it to the reader. */
export interface FileOptions {
  readonly encoding: string;
  readonly delimiter: string;
}

export const asDetected: FileOptions = { encoding: '', delimiter: '' };

const csvOptions = ({ encoding, delimiter }: FileOptions): CsvOptions => ({
  ...(encoding === '' ? {} : { encoding }),
  ...(delimiter === '' ? {} : { delimiter }),
});

/** A browser refuses to read a file that was changed, moved or ejected after it was chosen. */
export const unreadable = problem(
  'bad-data',
  'The file cannot be read',
  'It was changed or moved after it was chosen, or its disk is gone.',
  { action: 'Choose it again.' },
);

function counted(
  file: Blob,
  read: (bytes: number) => void,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      read(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return file.stream().pipeThrough(counter, signal === undefined ? {} : { signal });
}

/** Opens a file as a stream and counts the bytes that were read of it. */
export async function openFile(
  file: Blob,
  options: FileOptions,
  read: (bytes: number) => void = () => {},
): Promise<Result<CsvFile, Problem>> {
  try {
    return await openCsv(counted(file, read), csvOptions(options));
  } catch {
    return fail(unreadable);
  }
}

/** Reads a file to its end, so that a fault near it is known before a row is sent. An abort reads as `unreadable`. */
export async function checkFile(
  file: Blob,
  options: FileOptions,
  read: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Result<CsvCheck, Problem>> {
  try {
    return await checkCsv(counted(file, read, signal), csvOptions(options));
  } catch {
    return fail(unreadable);
  }
}
