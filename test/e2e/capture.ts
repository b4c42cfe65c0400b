import type { BrowserContext, Request } from 'playwright';

/** One request as it left the page, in all the places where a field could hide. */
export interface Captured {
  readonly url: string;
  readonly text: string;
}

/** Collects every request of a browser context: URL, method, headers and body as one searchable text. */
export function captureRequests(context: BrowserContext): Captured[] {
  const captured: Captured[] = [];
  context.on('request', (request: Request) => {
    const headers = Object.entries(request.headers())
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n');
    const url = request.url();
    const body = request.postDataBuffer()?.toString('utf8') ?? '';
    captured.push({ url, text: `${request.method()} ${url}\n${headers}\n\n${body}` });
  });
  return captured;
}

/** The spellings in which a value may travel: plain, percent-encoded, as a form, as base64. */
const spellings = (value: string): string[] => [
  value,
  encodeURIComponent(value),
  new URLSearchParams({ v: value }).toString().slice(2),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
];

/** The captured requests that hold any of the values in any spelling. */
export const leaks = (captured: readonly Captured[], values: readonly string[]): string[] =>
  captured
    .filter(({ text }) => values.some((value) => spellings(value).some((spelled) => text.includes(spelled))))
    .map(({ url }) => url);
