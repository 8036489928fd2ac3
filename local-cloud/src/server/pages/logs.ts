import type { LogBook, LogLine } from '../log-book.ts';
import { escapeHtml, page } from './html.ts';

export const logJson = ({ at, ...line }: LogLine): object => ({ ...line, at: new Date(at).toISOString() });

const option = (name: string, chosen: string | undefined): string =>
  `<option${name === chosen ? ' selected' : ''}>${escapeHtml(name)}</option>`;

export const logsPage = (logBook: LogBook, functions: readonly string[], chosen: string | undefined): string => {
  const lines = logBook.read(chosen === undefined ? {} : { functionName: chosen });
  const text = lines.map(({ at, functionName, text: line }) => {
    const time = new Date(at).toISOString();
    return `${time} ${functionName}\n  ${line}`;
  });
  return page(
    'Logs',
    `<form method="get"><label>Function <select name="function"><option value="">all</option>
${functions.map((name) => option(name, chosen)).join('')}</select></label><button>Show</button></form>
<p role="status">${lines.length} lines, oldest first. Memory keeps about the last 1,000 of each function, and 16,000 characters of
each; the files have more.</p>
<pre tabindex="0" aria-label="Log lines">${escapeHtml(text.join('\n'))}</pre>`,
  );
};
