import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Folder } from './folder.fixture.ts';
import { makeFolder } from './folder.fixture.ts';
import { probe } from './probe.ts';

let folder: Folder;
afterEach(() => folder.clean());

const problemOf = (source: string): Promise<string | undefined> => {
  folder = makeFolder({ 'lambda.js': source });
  const file = join(folder.root, 'lambda.js');
  return probe({ file, names: ['place', 'cancel'], environment: { TABLE: 'orders' }, limitMs: 500 });
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
    ['never comes to an end', `for (;;);`, 'not loaded within 0.5 s'],
  ])('is not fine when it %s', async (_how, source, reason) => {
    expect(await problemOf(source)).toContain(reason);
  });
});
