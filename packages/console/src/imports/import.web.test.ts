import { defaultConnection } from '@aicrm/connectors/csv/default-connection';
import { type ImportRequest, ImportRequest as ImportRequestSchema, ImportRows } from '@aicrm/schema/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeWorker, importState, testKey } from '../testing/fake-worker.js';
import { deepAll, deepText, expectAccessible, openConsole, type, waitForElement } from '../testing/page.js';
import { ImportPage } from './import-page.js';

afterEach(() => sessionStorage.clear());

const csv = [
  'Lead ID;Full Name;Status;Created',
  'A-1;"Müller, Jörg";Won;13.02.2026',
  'A-2;Anna Smith;Frozen;14.02.2026',
  'A-3;Bad Date;New;31.02.2026',
].join('\r\n');

function worker() {
  const requests: ImportRequest[] = [];
  const chunks: ImportRows[] = [];
  const counts = { read: 3, inserted: 2, updated: 0, unchanged: 0, rejected: 1 };
  const state = (more = {}) => importState({ dryRun: requests.at(-1)?.dryRun === true, counts, ...more });
  const fake = fakeWorker({
    'GET /v1/models': () => [],
    'GET /v1/imports': () => [importState({ status: 'done', fileName: 'earlier.csv' })],
    'POST /v1/imports': (body) => {
      requests.push(ImportRequestSchema.parse(body));
      return state();
    },
    'POST /v1/imports/import-1/rows': (body) => {
      chunks.push(ImportRows.parse(body));
      return {
        state: state(),
        rejected: [{ row: 3, issues: [{ at: 'Created', message: '"31.02.2026" is not a day.' }] }],
      };
    },
    'POST /v1/imports/import-1/finish': () => state({ status: 'finishing' }),
    'GET /v1/imports/import-1': () => state({ status: 'done' }),
    'GET /v1/imports/import-1/errors.csv': () => 'row,column,problem',
  });
  return { ...fake, requests, chunks };
}

async function openImport(send: typeof fetch, text: BlobPart, name = 'leads.csv') {
  openConsole(send, `#key=${testKey}`);
  location.hash = '#/import';
  const input = await waitForElement('input[type=file]');
  const page = deepAll(document, 'import-page')[0];
  if (!(page instanceof ImportPage) || !(input instanceof HTMLInputElement))
    throw new Error('no import page');
  page.pauseMs = 5;
  const files = new DataTransfer();
  files.items.add(new File([text], name, { type: 'text/csv' }));
  input.files = files.files;
  input.dispatchEvent(new Event('change'));
}

describe('importing a file', () => {
  it('shows the first rows and a mapping, checks all rows, then imports them', async () => {
    const { send, requests, chunks, asked } = worker();
    await openImport(send, csv);
    await waitForElement('mapping-table');
    expect(deepText(document)).toContain('cut at each semicolon');
    await expectAccessible();
    (await waitForElement('button', 'Check all rows')).click();
    await waitForElement('.note', 'Nothing was written. 2 rows would be taken, 1 rejected.');
    expect(deepText(document)).toContain('"31.02.2026" is not a day.');
    await expectAccessible();
    const [checked] = requests;
    expect(checked).toMatchObject({
      type: 'lead',
      connection: defaultConnection,
      dryRun: true,
      key: ['Lead ID'],
      header: ['Lead ID', 'Full Name', 'Status', 'Created'],
      fileName: 'leads.csv',
    });
    expect(checked?.mapping).toContainEqual({ column: 'Created', field: 'createdAt', dayOrder: 'dmy' });
    expect(chunks[0]).toMatchObject({ offset: 0 });
    expect(chunks[0]?.rows[0]).toEqual(['A-1', 'Müller, Jörg', 'Won', '13.02.2026']);

    (await waitForElement('button', 'Import')).click();
    await waitForElement('.note', '2 rows taken, 1 rejected.');
    expect(requests[1]?.dryRun).toBe(false);
    expect(asked.map(({ route }) => route)).toContain('GET /v1/imports/import-1');
  });

  it('sends the mapping as a person changed it', async () => {
    const { send, requests } = worker();
    await openImport(send, csv);
    await waitForElement('mapping-table');
    const select = (label: string) => waitForElement(`select[aria-label="${label}"]`);
    type(await select('Field for Full Name'), '');
    const means = (await waitForElement('label', '“Frozen” means')).querySelector('select');
    if (means) type(means, 'lost');
    (await waitForElement('button', 'Check all rows')).click();
    await waitForElement('.note', 'Nothing was written');
    const mapping = requests[0]?.mapping ?? [];
    expect(mapping.map(({ column }) => column)).not.toContain('Full Name');
    expect(mapping.find(({ column }) => column === 'Status')?.values).toMatchObject({
      Won: 'converted',
      Frozen: 'lost',
    });
  });

  it('downloads the rejected rows with the key', async () => {
    const { send, asked } = worker();
    await openImport(send, csv);
    (await waitForElement('button', 'Check all rows')).click();
    (await waitForElement('button', 'Download the rejected rows')).click();
    await expect.poll(() => asked.at(-1)?.route).toBe('GET /v1/imports/import-1/errors.csv');
    expect(asked.at(-1)?.authorization).toBe(`Bearer ${testKey}`);
  });

  it('says what is wrong with a file that is none, and asks the worker nothing', async () => {
    const { send, requests } = worker();
    await openImport(send, 'only,a,header\n', 'empty.csv');
    await waitForElement('[role=alert]', 'The file has no rows');
    expect(deepAll(document, 'mapping-table')).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('refuses a file with a fault near its end before anything is sent', async () => {
    const { send, requests, asked } = worker();
    const rows = Array.from({ length: 3_000 }, (_, i) => `A-${i},Anna Smith,New`).join('\n');
    await openImport(send, `Lead ID,Full Name,Status\n${rows}\nA-x,"open,New\n`);
    (await waitForElement('button', 'Import')).click();
    await waitForElement('[role=alert]', 'A quotation mark is never closed');
    expect(requests).toEqual([]);
    expect(asked.filter(({ route }) => route.startsWith('POST'))).toEqual([]);
    expect(deepText(document)).not.toContain('Try again');
  });

  it('reads the file anew with the encoding that a person names', async () => {
    const { send, chunks } = worker();
    const bytes = Uint8Array.from([...csv].map((one) => one.charCodeAt(0)));
    await openImport(send, bytes);
    await waitForElement('[role=alert]', 'The file is not UTF-8');
    expect(deepAll(document, 'details[open] select[name=encoding]')).toHaveLength(1);
    await expectAccessible();
    type(await waitForElement('select[name=encoding]'), 'windows-1252');
    await waitForElement('td', 'Müller, Jörg');
    (await waitForElement('button', 'Import')).click();
    await waitForElement('.note', '2 rows taken, 1 rejected.');
    expect(chunks[0]?.rows[0]?.[1]).toBe('Müller, Jörg');
  });

  it('says that a picture is none of the files it reads', async () => {
    const { send } = worker();
    await openImport(send, Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]));
    const note = await waitForElement('[role=alert]', 'It is a PNG picture');
    expect(note.textContent).not.toContain('windows-1252');
    expect(deepAll(document, 'details[open]')).toEqual([]);
  });

  it('says how many rows are in where sending breaks off, and goes on from there', async () => {
    const { send, chunks, requests } = worker();
    const rows = Array.from({ length: 1_500 }, (_, i) => `A-${i},Anna Smith,New`).join('\n');
    let broken = true;
    const refusing: typeof fetch = async (input, init) => {
      const late = typeof init?.body === 'string' && init.body.includes('"offset":1000');
      const refusal = { kind: 'permission', title: 'The key was revoked', status: 401, detail: 'No.' };
      return late && broken ? new Response(JSON.stringify(refusal), { status: 401 }) : send(input, init);
    };
    await openImport(refusing, `Lead ID,Full Name,Status\n${rows}\n`);
    (await waitForElement('button', 'Import')).click();
    await waitForElement('[role=alert]', '1,000 of 1,500 rows are sent and stay');
    broken = false;
    (await waitForElement('button', 'Try again')).click();
    await waitForElement('.note', '2 rows taken, 1 rejected.');
    expect(chunks.map(({ offset }) => offset)).toEqual([0, 1_000]);
    expect(requests).toHaveLength(1);
  });
});
