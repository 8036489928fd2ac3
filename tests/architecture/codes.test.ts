import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codesIn, documentedIn, sources } from './codes.ts';

const found = codesIn(sources().map((file) => ({ file, text: readFileSync(file, 'utf8') })));
const documented = documentedIn(readFileSync('docs/errors.md', 'utf8'));
const list = (numbers: ReadonlySet<number> | undefined): string => [...(numbers ?? [])].sort().join(', ');

describe('every code that a caller, a partner or an operator can meet', () => {
  it('stands in docs/errors.md, once', () => {
    expect(documented.map(({ code }) => code).sort()).toEqual([...found.keys()].sort());
  });

  it('comes with the statuses that stand there', () => {
    const said = documented.map(({ code, statuses }) => [code, statuses]);
    expect(said).toEqual(documented.map(({ code }) => [code, list(found.get(code))]));
  });

  it('is said in one way', () => {
    const ways = [
      ['UNKNOWN', 'NOT_FOUND'],
      ['UNAUTHORIZED', 'UNAUTHENTICATED'],
      ['TOO_BIG', 'TOO_LARGE'],
      ['ABSENT', 'MISSING'],
      ['MALFORMED', 'INVALID'],
    ] as const;
    const meant = [...found.keys()].map((code) => ways.reduce((text, [from, to]) => text.replaceAll(from, to), code));
    expect(meant.filter((code, index) => meant.indexOf(code) !== index)).toEqual([]);
  });
});

describe('the collection of codes', () => {
  const text = `
    // 'NOT_IN_A_COMMENT'
    const A = { status: 404, code: 'A_NOT_FOUND' };
    const TABLE = { B_INVALID: () => ({ status: 422 }), C_BUSY: [503, 'x'], D_LATE: { status: 410 } };
    type E = { code: 'E_MISSING' };
    throw new TerminalError('F_FAILED', 'x');
    const where = { status: body ? 422 : 400, code: 'G_WRONG' };
    const code = \`H_ANSWERED_\${status}\`;
    const i = { code: 'ALONE' };
    const more = { Method: 'POST', ReturnValues: 'ALL_OLD', Key: { S: 'x' } };
  `;

  it('finds them wherever they stand, with their statuses', () => {
    const codes = codesIn([{ file: 'a.ts', text }]);
    expect([...codes].map(([code, statuses]) => `${code} ${list(statuses)}`.trim()).sort()).toEqual([
      'ALONE',
      'A_NOT_FOUND 404',
      'B_INVALID 422',
      'C_BUSY 503',
      'D_LATE 410',
      'E_MISSING',
      'F_FAILED',
      'G_WRONG 400, 422',
      'H_ANSWERED_*',
    ]);
  });
});
