import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CodeFolders } from './code-folders.ts';
import { makeCodeFolders } from './code-folders.ts';

let folders: CodeFolders;
beforeEach(() => {
  folders = makeCodeFolders();
});
afterEach(() => folders.clean());

const put = (service: string, text: string): string => folders.put(service, { 'src/lambda.js': Buffer.from(text) });

describe('the folders that edited code runs from', () => {
  it('hold it at the paths of its modules, as CommonJS', () => {
    const folder = put('orders', 'exports.run = 1;');
    expect(readFileSync(join(folder, 'src/lambda.js'), 'utf8')).toBe('exports.run = 1;');
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toEqual({ type: 'commonjs' });
  });

  it('stay for the present code of a service and the one before', () => {
    const [first, second, third] = ['1', '2', '3'].map((text) => put('orders', text));
    const other = put('catalog', '1');
    expect([first, second, third, other].map((folder) => existsSync(folder!))).toEqual([false, true, true, true]);
  });

  it('do not count what was never used', () => {
    const [first, second] = [put('orders', '1'), put('orders', '2')];
    folders.discard(second);
    const third = put('orders', '3');
    expect([first, second, third].map((folder) => existsSync(folder))).toEqual([true, false, true]);
  });

  it('are gone in the end', () => {
    const folder = put('orders', '1');
    folders.clean();
    expect(existsSync(dirname(folder))).toBe(false);
  });
});
