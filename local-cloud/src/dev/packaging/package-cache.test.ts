import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { commonFiles, fingerprint } from './fingerprint.ts';
import { openPackageCache, withPackageLock } from './package-cache.ts';

let root: string;

const write = (file: string, text: string): void => {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'orderwire-cache-'));
  write('shop/src/lambda.ts', 'export const one = 1;');
  write('shop/serverless.yml', 'service: shop');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the fingerprint of a service', () => {
  it.each([
    ['a file’s text', 'shop/src/lambda.ts', 'export const one = 2;'],
    ['a new file', 'shop/src/more.ts', ''],
    ['an infrastructure file', 'shop/serverless.yml', 'service: store'],
  ])('changes with %s', (_what, file, text) => {
    const before = fingerprint(root, ['shop']);
    write(file, text);
    expect(fingerprint(root, ['shop'])).not.toBe(before);
  });

  it.each(['shop/src/lambda.test.ts', 'shop/README.md', 'shop/.serverless/one.zip', 'shop/src/testing/fake.ts'])(
    'does not change with %s',
    (file) => {
      const before = fingerprint(root, ['shop']);
      write(file, 'x');
      expect(fingerprint(root, ['shop'])).toBe(before);
    },
  );

  it('changes with what else is said', () => {
    expect(fingerprint(root, ['shop'], ['dev'])).not.toBe(fingerprint(root, ['shop'], ['local']));
  });
});

describe('what every package is made from', () => {
  it('is each file of infrastructure that stands beside the services, and none in their folders', () => {
    write('services/shop/serverless.yml', 'service: shop');
    const before = commonFiles(root);
    write('services/consumer.yml', 'events: []');
    expect(commonFiles(root)).toEqual(['services/consumer.yml', ...before]);
  });
});

describe('a package', () => {
  const STATE = 'shop/.serverless/serverless-state.json';

  it('is current while its inputs and its folder are as they were, also for the next process', () => {
    write(STATE, '{}');
    expect(openPackageCache(root).isCurrent('shop', 'f')).toBe(false);
    openPackageCache(root).remember('shop', 'f');
    const cache = openPackageCache(root);
    expect([cache.isCurrent('shop', 'f'), cache.isCurrent('shop', 'g'), cache.isCurrent('other', 'f')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is not current once somebody else packaged, or the folder is gone', () => {
    write(STATE, '{}');
    openPackageCache(root).remember('shop', 'f');
    utimesSync(join(root, STATE), 1, 1);
    expect(openPackageCache(root).isCurrent('shop', 'f')).toBe(false);
    rmSync(join(root, 'shop/.serverless'), { recursive: true });
    expect(openPackageCache(root).isCurrent('shop', 'f')).toBe(false);
  });

  it('is made again when the notes cannot be read', () => {
    write('.orderwire/packages.json', '{"shop":');
    expect(openPackageCache(root).isCurrent('shop', 'f')).toBe(false);
  });
});

describe('the lock', () => {
  it('lets one in at a time, and is gone afterwards, also after a failure', async () => {
    const order: string[] = [];
    let leave = (): void => undefined;
    const first = withPackageLock(root, async () => {
      order.push('first in');
      await new Promise<void>((resolve) => (leave = resolve));
      order.push('first out');
      throw new Error('cannot be packaged');
    });
    const second = withPackageLock(root, () => Promise.resolve(order.push('second in')));
    leave();
    await expect(first).rejects.toThrow('cannot be packaged');
    await second;
    expect(order).toEqual(['first in', 'first out', 'second in']);
    expect(() => readFileSync(join(root, '.orderwire/package.lock'))).toThrow('ENOENT');
  });

  it('of a process that is gone is taken over', async () => {
    write('.orderwire/package.lock', '999999999');
    expect(await withPackageLock(root, () => Promise.resolve('done'))).toBe('done');
  });
});
