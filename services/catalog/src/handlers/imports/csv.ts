import { type Result, ok, refuse } from '@orderwire/kernel/result';

/** A row of a file, by the names of its columns. What is empty is left out. */
export interface Row {
  /** Of the file's lines, the one where it begins: the header stands in line 1. */
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

export interface CsvFault {
  readonly line: number;
  readonly message: string;
}

const SEPARATORS = [',', ';', '\t'] as const;

/** The one that stands most often in the header. */
const separatorOf = (text: string): string => {
  const [header = ''] = text.split(/\r?\n/, 1);
  const countOf = (separator: string): number => header.split(separator).length;
  return SEPARATORS.reduce<string>((best, one) => (countOf(one) > countOf(best) ? one : best), ',');
};

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A cell from here on: quoted (RFC 4180), also behind blanks, or up to the next separator. */
const cellAt = (text: string, at: number, separator: string): { readonly cell: string; readonly end: number } => {
  const quoted = /[^\S\r\n\t]*"((?:[^"]|"")*)"[^\S\r\n\t]*/y;
  quoted.lastIndex = at;
  const match = quoted.exec(text);
  if (match) return { cell: (match[1] ?? '').replaceAll('""', '"'), end: quoted.lastIndex };
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { cell: text.slice(at, end), end };
};

const recordsIn = (text: string, separator: string): Result<readonly Line[], CsvFault> => {
  const records: Line[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    const cells: string[] = [];
    const begun = line;
    for (;;) {
      const { cell, end } = cellAt(text, at, separator);
      cells.push(cell.trim());
      line += text.slice(at, end).split('\n').length - 1;
      at = end;
      if (text[at] !== separator) break;
      at += 1;
    }
    if (at < text.length && text[at] !== '\n' && text[at] !== '\r')
      return refuse({ line, message: 'has something behind a closing quote' });
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line += 1;
    if (cells.some((cell) => cell !== '')) records.push({ line: begun, cells });
  }
  return ok(records);
};

/**
 * Reads comma-separated values with a header, separated by commas, semicolons or tabs; blanks around a value do not count.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export const parseCsv = (text: string): Result<readonly Row[], CsvFault> => {
  const said = text.replace(/^\uFEFF/, '');
  const records = recordsIn(said, separatorOf(said));
  if (!records.ok) return records;
  const [header, ...rows] = records.value;
  if (!header) return refuse({ line: 1, message: 'is no header' });
  const twice = header.cells.find((name, at) => name !== '' && header.cells.indexOf(name) !== at);
  if (twice !== undefined) return refuse({ line: 1, message: `names the column ${twice.slice(0, 50)} twice` });
  const long = rows.find(({ cells }) => cells.length > header.cells.length);
  if (long) return refuse({ line: long.line, message: 'has more values than the header has names' });
  return ok(
    rows.map(({ line, cells }) => ({
      line,
      fields: Object.fromEntries(
        header.cells.flatMap((name, at) => {
          const value = cells[at] ?? '';
          return name === '' || value === '' ? [] : [[name, value] as const];
        }),
      ),
    })),
  );
};
