/** Files made in the page. */

const quoted = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value);
  // a cell that a spreadsheet would take for a formula is text
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Rows as CSV, with a mark that makes Excel read it as UTF-8. */
export const csvOf = (rows: unknown[][]): string => `\uFEFF${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;

/** Hands a file to the browser to keep. */
export function keepFile(name: string, content: Blob | string): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: 'text/csv;charset=utf-8' }) : content;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
