import { afterEach, beforeEach, describe, it } from '@jest/globals';
import { until } from '../until.ts';
import type { Folder } from './folder.fixture.ts';
import { makeFolder } from './folder.fixture.ts';
import type { Listening } from './listen.ts';
import { listen } from './listen.ts';

let folder: Folder;
let listening: Listening;
let hints = 0;

beforeEach(() => {
  hints = 0;
  folder = makeFolder({ 'shop/src/lambda.ts': '1', 'shop/src/deep/one.ts': '1', 'common.yml': '1' });
  listening = listen({
    root: folder.root,
    deep: ['shop', 'not-there'],
    flat: ['.'],
    native: process.platform !== 'linux',
    onHint: () => (hints += 1),
  });
});
afterEach(() => {
  listening.stop();
  folder.clean();
});

/** A change and the hint of it, and of nothing before it. */
const isNoticed = async (change: () => void): Promise<void> => {
  const before = hints;
  change();
  await until('a hint', () => hints > before, 5_000);
};

describe('listening', () => {
  it.each([
    ['a file that is written', () => folder.write('shop/src/deep/one.ts', '2')],
    ['a file that is replaced by a rename', () => folder.replace('shop/src/lambda.ts', '2')],
    ['a file that is removed', () => folder.remove('shop/src/deep/one.ts')],
    ['a new file', () => folder.write('shop/src/deep/two.ts', '1')],
    ['a new folder', () => folder.write('shop/src/new/one.ts', '1')],
    ['a folder that is removed', () => folder.remove('shop/src/deep')],
    ['a file beside the folders', () => folder.write('common.yml', '2')],
  ])('hints at %s', async (_what, change) => {
    await isNoticed(change);
  });

  it('hints at what happens in a new folder once it is renewed', async () => {
    await isNoticed(() => folder.write('shop/src/new/deeper/one.ts', '1'));
    listening.renew();
    await isNoticed(() => folder.replace('shop/src/new/deeper/one.ts', '2'));
  });

  it('hints at what happens in a folder that was removed and made again', async () => {
    await isNoticed(() => {
      folder.remove('shop/src/deep');
      folder.write('shop/src/deep/one.ts', '2');
    });
    listening.renew();
    await isNoticed(() => folder.write('shop/src/deep/one.ts', '3'));
  });
});
