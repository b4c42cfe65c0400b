/** One line of RFC 4180 with CRLF; cells are quoted where they must be, so that reading gives the same text back. */
export const csvLine = (cells: readonly string[], delimiter = ','): string =>
  `${cells
    .map((cell) =>
      cell.includes(delimiter) || /["\r\n]/.test(cell) || cell !== cell.trim()
        ? `"${cell.replaceAll('"', '""')}"`
        : cell,
    )
    .join(delimiter)}\r\n`;
