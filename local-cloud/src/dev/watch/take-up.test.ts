import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Folder } from './folder.fixture.ts';
import { makeFolder } from './folder.fixture.ts';
import type { Report } from './report.ts';
import type { Server, TakeUp } from './take-up.ts';
import { makeTakeUp } from './take-up.ts';

const SERVICES = ['orders', 'catalog'] as const;
const lambda = (service: string): string => `services/${service}/src/lambda.ts`;
const functionOf = (service: string) => ({ service, handler: 'src/lambda.run', environment: {} });

let folder: Folder;
let takeUp: TakeUp;
/** What was said and done, in order. */
let happened: string[] = [];
/** Where each service runs from. */
let running: Record<string, string> = {};

const report: Report = {
  takenUp: (how, services) => services.forEach((service) => happened.push(`${how} ${service}`)),
  cannotBeBundled: (services, errors) => {
    const texts = errors.map(({ text, location }) => `${location?.file ?? ''}: ${text}`);
    happened.push(`broken ${services.join()}`, ...texts);
    return Promise.resolve();
  },
  cannotBeLoaded: (service, reason) => happened.push(`cannot load ${service}: ${reason}`),
  needsRestart: () => undefined,
  failed: (error) => happened.push(String(error)),
};

const server = {
  model: { functions: SERVICES.map(functionOf) },
  replaceCode: (service: string, directory: string) => (running[service] = directory),
} as unknown as Server;

const codeOf = (service: string): string => readFileSync(join(running[service] ?? '', 'src/lambda.js'), 'utf8');

/** Saves files and takes them up. @returns what happened then */
const edit = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  happened = [];
  for (const [file, text] of Object.entries(files)) folder.write(file, text);
  await takeUp.takeUp(Object.keys(files), 0);
  return happened;
};

beforeEach(() => {
  running = {};
  folder = makeFolder({
    'services/common.yml': 'esbuild: { bundle: true, minify: true, packager: npm, format: cjs }\nother: !Ref It',
    [lambda('orders')]:
      `import { greet } from '../../../shared/greet.ts'; export const run = async () => greet('orders');`,
    [lambda('catalog')]: `export const run = async () => 'catalog';`,
    'shared/greet.ts': `export const greet = (name: string) => 'hello ' + name;`,
    'shared/unused.ts': `export const unused = 1;`,
  });
  const compose = {
    services: Object.fromEntries(SERVICES.map((service) => [service, { path: `services/${service}`, params: {} }])),
  };
  takeUp = makeTakeUp({ root: folder.root, compose, server, report, now: () => 0 });
});
afterEach(async () => {
  await takeUp.stop();
  folder.clean();
});

describe('an edit', () => {
  it('of a service’s source makes that service run on the new code', async () => {
    expect(await edit({ [lambda('catalog')]: `export const run = async () => 'edited';` })).toEqual([
      'reloaded catalog',
    ]);
    expect(codeOf('catalog')).toContain('edited');
    expect(running).not.toHaveProperty('orders');
  });

  it('of a shared source concerns every service that bundles it, and no other', async () => {
    const shared = (word: string) => ({
      'shared/greet.ts': `export const greet = (name: string) => '${word} ' + name;`,
    });
    expect(await edit(shared('hi'))).toEqual(['reloaded orders']);
    expect(await edit(shared('ho'))).toEqual(['reloaded orders']);
    expect(codeOf('orders')).toContain('ho ');
  });

  it('of a source that nobody bundles does nothing', async () => {
    expect(await edit({ 'shared/unused.ts': `export const unused = 2;` })).toEqual([]);
    expect(running).toEqual({});
  });

  it('that leaves the bundle as it was is not taken up again', async () => {
    const source = `export const run = async () => 'edited';`;
    await edit({ [lambda('catalog')]: source });
    const before = running['catalog'];
    expect(await edit({ [lambda('catalog')]: `${source} // why` })).toEqual([]);
    expect(running['catalog']).toBe(before);
  });
});

describe('a broken edit', () => {
  it('is named and leaves the old code running until it is mended', async () => {
    await edit({ [lambda('catalog')]: `export const run = async () => 'good';` });
    const before = running['catalog'];
    const broken = await edit({ [lambda('catalog')]: `export const run = async () => 'bad;` });
    expect(broken).toEqual(['broken catalog', `${lambda('catalog')}: Unterminated string literal`]);
    expect(running['catalog']).toBe(before);
    expect(await edit({ [lambda('catalog')]: `export const run = async () => 'better';` })).toEqual(['mended catalog']);
    expect(codeOf('catalog')).toContain('better');
  });

  it('is mended by the file that it lacked', async () => {
    const broken = await edit({ [lambda('catalog')]: `export { run } from './run.ts';` });
    expect(broken).toEqual(['broken catalog', `${lambda('catalog')}: Could not resolve "./run.ts"`]);
    const mended = await edit({ 'services/catalog/src/run.ts': `export const run = async () => 'here';` });
    expect(mended).toEqual(['mended catalog']);
  });

  it('of one service does not keep the others back', async () => {
    const edited = await edit({
      [lambda('catalog')]: `export const run = async () => 'bad;`,
      'shared/greet.ts': `export const greet = () => 'hey';`,
    });
    expect(edited).toEqual(['reloaded orders', 'broken catalog', expect.stringContaining('Unterminated')]);
  });

  it('of a shared source breaks who bundles it', async () => {
    await edit({ 'shared/greet.ts': `export const greet = () => 'hey';` });
    const broken = await edit({ 'shared/greet.ts': `export const greet = ` });
    expect(broken).toEqual(['broken orders', 'shared/greet.ts: Unexpected end of file']);
  });

  it.each([
    ['throws as it is loaded', `throw new Error('too early');`, 'Error: too early'],
    ['no longer exports a function', `export const ran = 1;`, 'it has no exported function run'],
  ])('that %s leaves the old code running, too', async (_how, source, reason) => {
    await edit({ [lambda('catalog')]: `export const run = async () => 'good';` });
    const before = running['catalog'];
    expect(await edit({ [lambda('catalog')]: source })).toEqual([`cannot load catalog: ${reason}`]);
    expect(running['catalog']).toBe(before);
    expect(await edit({ [lambda('catalog')]: `export const run = async () => 'good';` })).toEqual(['mended catalog']);
  });
});
