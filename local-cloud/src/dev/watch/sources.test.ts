import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Folder } from './folder.fixture.ts';
import { makeFolder } from './folder.fixture.ts';
import { changesBetween, takeStock } from './sources.ts';

const FILE = 'shop/src/lambda.ts';
let folder: Folder;

beforeEach(() => {
  folder = makeFolder({
    [FILE]: 'export const one = 1;',
    'shop/serverless.yml': 'service: shop',
    'common.yml': 'a: 1',
  });
});
afterEach(() => folder.clean());

const changesBy = (edit: () => void): readonly string[] => {
  const look = () => takeStock(folder.root, ['shop', 'common.yml', 'not-there']);
  const before = look();
  edit();
  return changesBetween(before, look());
};

describe('the changes between two looks', () => {
  it.each([
    ['an edited source', FILE, 'export const one = 2;'],
    ['a source saved by a rename', FILE, 'export const one = 3;'],
    ['a new source', 'shop/src/deep/er/new.ts', ''],
    ['a template', 'shop/serverless.yml', 'service: store'],
    ['a file of its own', 'common.yml', 'a: 2'],
  ])('hold %s', (_what, file, text) => {
    expect(changesBy(() => folder.replace(file, text))).toEqual([file]);
  });

  it('hold what is gone, and both names of what is renamed', () => {
    expect(changesBy(() => folder.remove(FILE))).toEqual([FILE]);
    folder.write('shop/src/old.ts', '1');
    const renamed = changesBy(() => {
      folder.remove('shop/src/old.ts');
      folder.write('shop/src/new.ts', '1');
    });
    expect(renamed).toEqual(['shop/src/new.ts', 'shop/src/old.ts']);
  });

  it.each([
    ['the same text saved again', FILE, 'export const one = 1;'],
    ['a test', 'shop/src/lambda.test.ts', 'x'],
    ['prose', 'shop/README.md', 'x'],
    ['a double of a test', 'shop/src/testing/fakes.ts', 'x'],
    ['a package', 'shop/.serverless/state.json', '{}'],
    ['an editor’s copy', 'shop/src/lambda.ts~', 'x'],
    ['an editor’s swap file', 'shop/src/.lambda.ts.swp', 'x'],
    ['an editor’s hidden copy', 'shop/src/.lambda.ts', 'x'],
    ['an editor’s try at writing', 'shop/src/4913', 'x'],
  ])('do not hold %s', (_what, file, text) => {
    expect(changesBy(() => folder.write(file, text))).toEqual([]);
  });
});
