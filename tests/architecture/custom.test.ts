import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { serviceNames } from './packaged.ts';

type Custom = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Custom => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it has an anchor of YAML, and some place takes that: `shop: &shop` and `<<: *shop`. */
const isAnchored = (name: string, infrastructure: string): boolean => {
  const anchor = new RegExp(`\\b${name}: &(\\w+)`).exec(infrastructure)?.[1];
  return anchor !== undefined && new RegExp(`\\*${anchor}\\b`).test(infrastructure);
};

/** Paths of values in `custom` that no `${self:custom.…}` and no anchor takes, by themselves or with what they stand in. */
const untakenIn = (custom: Custom, infrastructure: string, path = 'custom'): readonly string[] =>
  Object.entries(custom).flatMap(([name, value]) => {
    const own = `${path}.${name}`;
    if (new RegExp(`self:${own}(?![\\w.])`).test(infrastructure) || isAnchored(name, infrastructure)) return [];
    return isMap(value) ? untakenIn(value, infrastructure, own) : [own];
  });

const services = join(process.cwd(), 'services');
const read = (...file: readonly string[]): string => readFileSync(join(services, ...file), 'utf8');
const beside = readdirSync(services)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => read(name));

const customOf = (service: string): Custom => {
  const state = JSON.parse(read(service, '.serverless/serverless-state.json')) as { service: { custom: Custom } };
  // The bundler's plugin reads its options itself.
  const { esbuild: _options, ...own } = state.service.custom;
  return own;
};

describe('what a service says in custom', () => {
  // A misspelt key would be passed over in silence, and what stands in consumer.yml would hold.
  it.each(serviceNames)('is taken by its infrastructure: %s', (service) => {
    const infrastructure = [read(service, 'serverless.yml'), ...beside].join('\n');
    expect(untakenIn(customOf(service), infrastructure)).toEqual([]);
  });

  const taking =
    '${self:custom.consumer.queue.visibilityTimeout, 60} ${self:custom.authorizer} shop: &shop other: &other <<: *shop';

  it.each<[string, Custom, readonly string[]]>([
    ['a key that is taken', { consumer: { queue: { visibilityTimeout: 120 } } }, []],
    ['a map that is taken whole', { authorizer: { type: 'jwt' } }, []],
    ['a map that is taken by its anchor', { shop: { PRICES: 'gross' } }, []],
    ['an anchor that nobody takes', { other: 'x' }, ['custom.other']],
    ['a misspelt key', { consumer: { queue: { visibilityTimout: 120 } } }, ['custom.consumer.queue.visibilityTimout']],
    ['a key whose beginning is taken', { authorizer2: 'jwt' }, ['custom.authorizer2']],
    ['the beginning of a key that is taken', { consumer: { queue: 'x' } }, ['custom.consumer.queue']],
  ])('is compared: %s', (_what, custom, untaken) => {
    expect(untakenIn(custom, taking)).toEqual(untaken);
  });
});
