import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { type Customer, newCustomer } from '../../proofs/actors/customer.ts';
import { placeOrder } from '../../proofs/actors/order.ts';
import { call, describePlatform, type Platform } from '../../proofs/actors/platform.ts';
import { until } from '@orderwire/local-cloud/dev/until';
import { readCompose } from '@orderwire/local-cloud/dev/packaging/compose';
import { makeBundler } from '@orderwire/local-cloud/dev/watch/bundler';
import { type Command, command, type Copy, copyRepository, killAll } from '@orderwire/local-cloud/dev/testing/command';

const HANDLER = 'services/catalog/src/handlers/http/item-view.ts';
const SENTENCE = 'There is no such item.';

let copy: Copy;
let platform: Platform;
let running: Command;
let customer: Customer;
let orderId: string;

/** Everything it told so far, so that the next question is about what comes after. */
let told = 0;
const tells = async (text: string): Promise<string> => {
  const news = await running.tells(text, told);
  told += news.length;
  return news;
};

const sentence = async (): Promise<unknown> =>
  (await call<{ detail?: string }>(`${platform.apiUrl}/items/nothing`)).body.detail;

const orderIsThere = async (): Promise<void> => {
  const { status, body } = await call(`${platform.apiUrl}/orders/${orderId}`, { token: customer.token });
  expect([status, body]).toEqual([200, expect.objectContaining({ orderId })]);
};

/** Saves an edit and waits for its effect. @returns milliseconds in between */
const edit = async (from: string, to: string, effect: () => Promise<boolean>): Promise<number> => {
  copy.change(HANDLER, from, to);
  const saved = performance.now();
  await until(`the effect of ${to}`, effect);
  return performance.now() - saved;
};

const start = async (): Promise<void> => {
  const args = ['scripts/run.mjs', 'start', '--json', '--memory', '--port', '0', '--aws-port', '0'];
  running = command(copy.folder, process.execPath, ...args);
  told = 0;
  // It packages what was edited, on a machine that may be busy.
  const ready = JSON.parse(await running.says('}\n', 100_000)) as { readonly apiUrl: string };
  running.runsOn();
  platform = await describePlatform(ready.apiUrl);
};

const stop = async (): Promise<void> => {
  running.interrupt();
  expect(await running.ended).toMatchObject({ code: 0 });
  await running.gone();
};

beforeAll(async () => {
  copy = copyRepository(process.cwd());
  await start();
  customer = await newCustomer(platform, 'watch@example.com', 'Robin Winter');
  const { body } = await call<{ items: readonly { id: string; availability: string }[] }>(`${platform.apiUrl}/items`);
  const wished = body.items.find(({ availability }) => availability === 'in_stock');
  const placed = await placeOrder(platform, customer, [{ id: wished?.id ?? '', count: 1 }]);
  expect(placed.status).toBe(201);
  ({ orderId } = placed.body);
}, 120_000);

afterAll(async () => {
  killAll();
  await running.gone();
  copy.remove();
}, 60_000);

describe('what an edit is bundled into', () => {
  it('is what packaging makes of the same sources, byte for byte', async () => {
    const services = Object.entries(readCompose(copy.folder).services).map(([service, { path }]) => ({
      service,
      path,
      modules: ['src/lambda'],
    }));
    const bundler = makeBundler(copy.folder);
    const bundles = await bundler.bundle(services);
    await bundler.stop();
    for (const { service, path } of services) {
      const folder = join(copy.folder, path, '.serverless');
      const [zip = ''] = readdirSync(folder).filter((file) => file.endsWith('.zip'));
      const packaged = unzipSync(readFileSync(join(folder, zip)));
      const bundled = bundles.get(service);
      expect(bundled?.ok && Buffer.from(bundled.files['src/lambda.js'] ?? []).equals(packaged['src/lambda.js']!)).toBe(
        true,
      );
    }
  }, 60_000);
});

describe('a handler that is edited while the platform runs', () => {
  it('answers as edited, and what was there before is there still', async () => {
    expect(await sentence()).toBe(SENTENCE);
    await edit(SENTENCE, 'No such thing.', async () => (await sentence()) === 'No such thing.');
    expect(await tells('reloaded catalog')).toContain(HANDLER);
    await orderIsThere();
  }, 60_000);

  it('runs on as it was while the edit is broken, with the compiler’s message', async () => {
    copy.change(HANDLER, 'No such thing.', "No such thing.'';");
    const news = await tells('broken catalog: still running the code from before');
    expect(news).toMatch(new RegExp(`ERROR.*\\n\\n\\s+${HANDLER}:\\d+:\\d+:`));
    expect(await sentence()).toBe('No such thing.');
    await orderIsThere();
  }, 60_000);

  it('answers anew once it is mended', async () => {
    await edit("No such thing.'';", 'Gone.', async () => (await sentence()) === 'Gone.');
    expect(await tells('mended catalog')).toContain(HANDLER);
    await orderIsThere();
  }, 60_000);

  it('runs on as it was when the edit throws as it is loaded', async () => {
    copy.change(HANDLER, /$/, "if (process.env['AWS_REGION']) throw new RangeError('too early');\n");
    expect(await tells('broken catalog')).toContain('RangeError: too early');
    expect(await sentence()).toBe('Gone.');
    copy.change(HANDLER, /if .*too early.*\n/, '');
    await tells('mended catalog');
  }, 60_000);
});

describe('a shared source that is edited while the platform runs', () => {
  it('is taken up by the services that bundle it', async () => {
    const title = async (): Promise<unknown> =>
      (await call<{ title?: string }>(`${platform.apiUrl}/items/nothing`)).body.title;
    copy.change('shared/http/src/problem.ts', "404: 'Not Found'", "404: 'Not Here'");
    await until('the new title', async () => (await title()) === 'Not Here');
    const news = await tells('shared/http/src/problem.ts');
    expect(news).toMatch(/reloaded .*\bcatalog\b/);
    expect(news).toMatch(/reloaded .*\borders\b/);
    expect(news).not.toContain('warehouse');
    await orderIsThere();
    copy.change('shared/http/src/problem.ts', "404: 'Not Here'", "404: 'Not Found'");
    await until('the old title', async () => (await title()) === 'Not Found');
    await tells('shared/http/src/problem.ts');
  }, 60_000);
});

describe('an edit that only a restart can take up', () => {
  it('is named', async () => {
    copy.change('services/catalog/serverless.yml', 'Browses and searches', 'Lists and searches');
    expect(await tells('restart to take up')).toContain('services/catalog/serverless.yml');
  }, 60_000);
});

describe('an edit of what no bundle holds', () => {
  it('does nothing', async () => {
    writeFileSync(join(copy.folder, 'services/catalog/src/handlers/http.test.ts'), 'broken(');
    writeFileSync(join(copy.folder, 'services/catalog/README.md'), '# Catalog\n');
    // The next edit is taken up alone.
    await edit('Gone.', 'Sold out.', async () => (await sentence()) === 'Sold out.');
    const news = await tells('reloaded catalog');
    expect(news.trim().split('\n')).toEqual([expect.stringContaining(HANDLER)]);
    expect(news).not.toContain('more');
  }, 60_000);
});

describe('after a restart', () => {
  it('the sources run as they were last edited', async () => {
    await stop();
    await start();
    expect(await sentence()).toBe('Sold out.');
    await stop();
  }, 120_000);
});
