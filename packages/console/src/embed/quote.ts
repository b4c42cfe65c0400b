/** Text inside a double-quoted attribute of HTML or XML. */
export const inAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A literal of JavaScript in single quotes. */
export const inScript = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('<', '\\x3C').replaceAll('\n', '\\n')}'`;

/** A literal of PHP or Apex in single quotes; both read a backslash and a quote after a backslash. */
export const inSingleQuotes = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A list of texts in single quotes. */
export const listOf = (texts: readonly string[]): string => `[${texts.map(inScript).join(', ')}]`;

/** The headers of a request with the API key, as a server in JavaScript writes them. */
export const keyHeaders =
  "headers: { authorization: 'Bearer ' + process.env.AICRM_KEY, 'content-type': 'application/json' },";
