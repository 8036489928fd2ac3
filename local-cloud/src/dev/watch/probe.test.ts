import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Folder } from './folder.fixture.ts';
import { makeFolder } from './folder.fixture.ts';
import { probe } from './probe.ts';

let folder: Folder;
afterEach(() => folder.clean());

const problemOf = (source: string, limitMs = 25_000): Promise<string | undefined> => {
  folder = makeFolder({ 'lambda.js': source });
  const file = join(folder.root, 'lambda.js');
  return probe({ file, names: ['place', 'cancel'], environment: { TABLE: 'orders' }, limitMs });
};

describe('a bundle', () => {
  it('is fine when it loads and has every function', async () => {
    const source = `if (process.env.TABLE !== 'orders') throw new Error('no table'); console.log('loading');
      exports.place = async () => 1; exports.cancel = async () => 2;`;
    expect(await problemOf(source)).toBeUndefined();
  });

  it.each([
    ['throws', `throw new RangeError('too early');`, 'RangeError: too early'],
    ['is no JavaScript', `exports.place = ;`, 'SyntaxError: '],
    ['lacks a function', `exports.place = async () => 1; exports.cancel = 'no';`, 'no exported function cancel'],
    ['ends the process', `process.exit(3);`, 'ended the process with 3'],
  ])('is not fine when it %s', async (_how, source, reason) => {
    expect(await problemOf(source)).toContain(reason);
  });

  it('is not fine when it never comes to an end', async () => {
    expect(await problemOf('for (;;);', 500)).toContain('not loaded within 0.5 s');
  });
});
