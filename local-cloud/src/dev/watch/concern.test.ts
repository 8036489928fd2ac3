import { describe, expect, it } from '@jest/globals';
import { concernedBy, needsRestart, reachedFrom } from './concern.ts';

const ORDERS = { service: 'orders', path: 'services/orders' };
const CATALOG = { service: 'catalog', path: 'services/catalog' };
const known = { inputs: new Set(['services/orders/src/lambda.ts', 'shared/http/src/page.ts']) };

describe('a change concerns a service', () => {
  const concerned = (changes: readonly string[], orders: object, catalog: object): readonly string[] =>
    concernedBy(changes, [
      { ...ORDERS, ...orders },
      { ...CATALOG, ...catalog },
    ]).map(({ service }) => service);

  it.each([
    ['services/orders/src/lambda.ts', ['orders']],
    ['shared/http/src/page.ts', ['orders']],
    ['services/orders/src/testing/fakes.ts', []],
    ['shared/http/src/problem.ts', []],
  ])('when its bundle is made from the file: %s', (file, services) => {
    expect(concerned([file], known, { inputs: new Set() })).toEqual(services);
  });

  it.each([
    ['services/catalog/src/new.ts', ['catalog']],
    ['shared/http/src/page.ts', ['orders', 'catalog']],
    ['events-schema/src/orders.ts', ['catalog']],
    ['services/orders/src/new.ts', []],
  ])('when what it is made from is not known and the file is its own or shared: %s', (file, services) => {
    expect(concerned([file], known, {})).toEqual(services);
  });

  it('never when nothing changed', () => {
    expect(concerned([], {}, {})).toEqual([]);
  });
});

describe('what a bundle is made from', () => {
  it('is everything of ours that its entry reaches, around circles too', () => {
    const importing = (...paths: readonly string[]) => ({ imports: paths.map((path) => ({ path })) });
    const inputs = {
      'a/src/lambda.ts': importing('a/src/one.ts', 'node_modules/zod/mini.js'),
      'a/src/one.ts': importing('shared/two.ts'),
      'shared/two.ts': { imports: [{ path: 'a/src/one.ts' }, { path: 'node:crypto', external: true }] },
      'b/src/lambda.ts': importing('shared/three.ts'),
    };
    const reached = [...reachedFrom({ inputs }, 'a/src/lambda.ts')];
    expect(reached).toEqual(['a/src/lambda.ts', 'a/src/one.ts', 'shared/two.ts']);
  });
});

describe('an edit', () => {
  it.each([
    ...['services/orders/serverless.yml', 'services/orders/resources.yml'],
    ...['services/common.yml', 'services/consumer.yml', 'serverless-compose.yml'],
    ...['package-lock.json', 'shared/http/package.json', 'tsconfig.json'],
  ])('of %s is taken up by a restart only', (file) => {
    expect(needsRestart(file)).toBe(true);
  });

  it.each(['services/orders/src/lambda.ts', 'shared/http/src/page.ts', 'services/orders/src/prices.json'])(
    'of %s is taken up at once',
    (file) => {
      expect(needsRestart(file)).toBe(false);
    },
  );
});
