import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeLogBook } from './log-book.ts';

const now = (): number => 1_000;

describe('a log book', () => {
  it('keeps the lines of all functions in their order, and tells what came since', async () => {
    const book = makeLogBook({ now });
    book.write('f', 'one\ntwo\n', 'r1');
    book.write('g', 'three');
    expect(book.read().map(({ functionName, text, requestId }) => [functionName, text, requestId])).toEqual([
      ['f', 'one', 'r1'],
      ['f', 'two', 'r1'],
      ['g', 'three', undefined],
    ]);
    expect(book.read({ since: 2 })).toEqual([{ sequence: 3, at: 1_000, functionName: 'g', text: 'three' }]);
    expect(book.read({ functionName: 'f', limit: 1 })).toMatchObject([{ text: 'two' }]);
    await book.stop();
  });

  it('forgets the oldest lines of a function that writes without end', async () => {
    const book = makeLogBook({ now, keep: 10 });
    for (let index = 0; index < 100; index += 1) book.write('f', `line ${index}`);
    const lines = book.read();
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(lines.at(-1)).toMatchObject({ text: 'line 99' });
    await book.stop();
  });

  it('keeps the beginning of a very long line', async () => {
    const book = makeLogBook({ now });
    book.write('f', 'x'.repeat(100_000));
    expect(book.read()[0]?.text).toBe(`${'x'.repeat(16_384)} …`);
    await book.stop();
  });

  it('writes a file per function, and counts bytes', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'log-book-'));
    const counted: [string, number][] = [];
    const book = makeLogBook({ now, directory, onBytes: (name, bytes) => counted.push([name, bytes]) });
    book.write('f', 'ä\n');
    book.write('f', 'b');
    await book.stop();
    expect(readFileSync(join(directory, 'f.log'), 'utf8')).toBe('ä\nb\n');
    expect(counted).toEqual([
      ['f', 3],
      ['f', 1],
    ]);
    rmSync(directory, { recursive: true });
  });

  it('begins a new file when one has grown, and keeps one old one', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'log-book-'));
    for (const words of [
      ['one', 'two', 'three'],
      ['four', 'five', 'six'],
    ]) {
      const book = makeLogBook({ now, directory, fileBytes: 8 });
      for (const word of words) book.write('f', word);
      await book.stop();
    }
    expect(readFileSync(join(directory, 'f.log.1'), 'utf8')).toBe('five\nsix\n');
    rmSync(directory, { recursive: true });
  });
});
