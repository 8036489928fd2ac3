import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Command,
  command,
  type Copy,
  copyRepository,
  type Ended,
  killAll,
  npm,
} from '@orderwire/local-cloud/dev/testing/command';

const ROOT = process.cwd();
const ANY_PORTS = ['--port', '0', '--aws-port', '0', '--memory'] as const;

/** `npm start` and the like without npm, which is half of the time that a refusal takes. */
const run = (folder: string, name: string, ...args: readonly string[]): Command =>
  command(folder, process.execPath, 'scripts/run.mjs', name, ...args);

afterAll(killAll);

/** It failed in words: what is wrong, which file or option, what to do next; nothing on standard output. */
const failsInWords = async (running: Command, ...words: readonly string[]): Promise<Ended> => {
  const ended = await running.ended;
  expect(ended.code).toBe(1);
  expect(ended.stdout).toBe('');
  for (const word of words) expect(ended.stderr).toContain(word);
  expect(ended.stderr).toMatch(/^Next step: \S/m);
  expect(ended.stderr).not.toMatch(/^\s+at .+:\d+|node:internal/m);
  await running.gone();
  return ended;
};

const number = expect.any(Number) as unknown as number;
const percentiles = { p50: number, p95: number, p99: number };

/** The object of `npm run demo -- --json` when all is well. */
const summaryOf = (orders: number) => ({
  ok: true,
  commit: expect.any(String) as unknown as string,
  skipped: [],
  orders,
  delivered: orders,
  failed: 0,
  seconds: number,
  orderingSeconds: number,
  ordersPerSecond: number,
  latencyMs: { placedToConfirmed: percentiles, placedToDelivered: percentiles, callbackToEvent: percentiles },
  mails: orders * 6,
  invoices: orders,
  problems: [],
});

describe('npm start', () => {
  let platform: Command;
  let apiUrl: string;
  let awsUrl: string;

  beforeAll(async () => {
    platform = npm(ROOT, 'start', '--', '--json', ...ANY_PORTS);
    ({ apiUrl, awsUrl } = JSON.parse(await platform.says('}\n')) as { apiUrl: string; awsUrl: string });
  }, 120_000);

  it('says which port is busy and how to take another one', async () => {
    const api = new URL(apiUrl).port;
    await failsInWords(npm(ROOT, 'start', '--', '--port', api, '--aws-port', '0'), `Port ${api} is in use`, '--port ');
    const aws = new URL(awsUrl).port;
    const args = ['--port', '0', '--aws-port', aws];
    await failsInWords(npm(ROOT, 'start', '--', ...args), `Port ${aws} is in use`, '--aws-port ');
  }, 60_000);

  it('serves a demo that is given its URL, and serves on when that has ended', async () => {
    const demo = npm(ROOT, 'run', 'demo', '--', '--json', '--url', `${apiUrl}/`);
    const { code, stdout } = await demo.ended;
    expect(JSON.parse(stdout)).toEqual(summaryOf(1));
    expect(code).toBe(0);
    expect((await fetch(`${apiUrl}/health`)).status).toBe(200);
  }, 60_000);

  it('stops at Ctrl-C, and leaves neither process nor port', async () => {
    platform.interrupt();
    const { code, signal, stderr } = await platform.ended;
    // npm ends itself by the signal once its script has ended, if its shell does so.
    expect([0, 'SIGINT']).toContain(code ?? signal);
    expect(stderr).toMatch(/stopping …\n$/);
    await platform.gone();
    await expect(fetch(`${apiUrl}/health`)).rejects.toThrow('fetch failed');
    await expect(fetch(`${awsUrl}/_local/info.json`)).rejects.toThrow('fetch failed');
  }, 60_000);

  it('ends with 0 at Ctrl-C', async () => {
    const running = run(ROOT, 'start', ...ANY_PORTS);
    expect(await running.says('Ctrl-C')).toMatch(/curl -s http:\/\/127\.0\.0\.1:\d+\/orders /);
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
    await running.gone();
  }, 60_000);

  it.each([
    [['--port', 'http'], '"http"'],
    [['--port', '65536'], '"65536"'],
    [['--aws-port', '-1'], '--aws-port'],
    [['--prot', '3000'], "'--prot'"],
    [['staging'], "'staging'"],
    [['--host', 'nowhere.invalid', ...ANY_PORTS], 'nowhere.invalid'],
    [['--host', '192.0.2.1', ...ANY_PORTS], '192.0.2.1'],
  ])('refuses %j', async (args, word) => {
    await failsInWords(run(ROOT, 'start', ...args), word);
  });
});

describe('npm start in a repository that somebody changed', () => {
  let copy: Copy;

  beforeAll(() => {
    copy = copyRepository(ROOT);
  });
  afterEach(() => copy.restore());
  afterAll(() => copy.remove());

  const catalog = 'services/catalog/serverless.yml';

  const other = (action: string): string => action.replace(/:.*/, ':DescribeNothing');
  const grantIsNamed = async (service: string, key: string, action: string): Promise<void> => {
    const place = `grant it in services/${service}/serverless.yml, under functions.${key}.iamRoleStatements`;
    await failsInWords(run(copy.folder, 'start', ...ANY_PORTS), action, 'not authorized', place);
  };

  // Packaging takes longer than all else here: one grant is missing in serverless.yml, the others in what was packaged.
  it.each([
    ['that tells the others', 'catalog', 'publish', 'events:PutEvents'],
    ['that reacts to it', 'inventory', 'consume', 'dynamodb:PutItem'],
  ])(
    'names the grant that is missing in a function %s',
    async (_what, service, key, action) => {
      const file = `services/${service}/.serverless/cloudformation-template-update-stack.json`;
      const role = `${key.charAt(0).toUpperCase()}${key.slice(1)}IamRoleLambdaExecution`;
      const inItsRole = new RegExp(`("${role}": \\{[^]*?)${JSON.stringify(action)}`);
      copy.change(file, inItsRole, `$1${JSON.stringify(other(action))}`);
      await grantIsNamed(service, key, action);
    },
    60_000,
  );

  it('names a folder that serverless-compose.yml speaks of and that is not there', async () => {
    copy.change('serverless-compose.yml', 'path: services/catalog', 'path: services/catalogue');
    const words = ['serverless-compose.yml', 'services/catalogue/serverless.yml'];
    await failsInWords(run(copy.folder, 'start', ...ANY_PORTS), ...words);
  }, 60_000);

  it('names the grant that is missing in a function that loads the catalogue', async () => {
    const action = 'dynamodb:PutItem';
    copy.change(catalog, new RegExp(`(\\n  importItems:\\n[^]*?)${action}`), `$1${other(action)}`);
    await grantIsNamed('catalog', 'importItems', action);
  }, 60_000);

  it.each([
    ['is no YAML', 'functions:\n', 'functions: [\n'],
    ['has a field that osls does not know', 'handler: src/lambda.listItems', 'handlr: src/lambda.listItems'],
    ['takes a parameter that nobody gives', '!Ref ItemsTable', '${param:itemsTable}'],
  ])(
    'names the serverless.yml that %s',
    async (_what, from, to) => {
      copy.change(catalog, from, to);
      const { stderr } = await failsInWords(run(copy.folder, 'start', ...ANY_PORTS), catalog);
      expect(stderr).toContain('The service catalog cannot be packaged');
    },
    60_000,
  );

  it('names the code that cannot be bundled', async () => {
    copy.change('services/catalog/src/lambda.ts', /$/, "export { nothing } from './nowhere.ts';\n");
    await failsInWords(run(copy.folder, 'start', ...ANY_PORTS), 'src/lambda.ts', './nowhere.ts');
  }, 60_000);
});

describe('npm run demo', () => {
  it('takes many orders, some at once, prices them, and prints one object and nothing else with --json', async () => {
    const demo = npm(ROOT, 'run', 'demo', '--', ...['--orders', '5', '--concurrency', '2', '--bill', '--json']);
    const { code, stdout } = await demo.ended;
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const { bill, ...summary } = JSON.parse(stdout) as { bill: Record<string, number> };
    expect(summary).toEqual(summaryOf(5));
    expect(bill).toEqual({
      operations: number,
      usdPerMillionOrders: number,
      usdPerMillionOrdersWithoutMails: number,
      usdPerMillionOrdersForLambdaTime: number,
      byService: expect.objectContaining({
        orders: {
          usdPerMillionOrders: number,
          usdPerMillionOrdersWithoutMails: number,
          perOrder: expect.anything() as unknown,
        },
      }),
    });
    const { usdPerMillionOrders = 0, usdPerMillionOrdersWithoutMails = 0, operations } = bill;
    // Six mails of each order, at 100 dollars a million.
    expect(usdPerMillionOrders - usdPerMillionOrdersWithoutMails).toBeCloseTo(600, 0);
    expect(usdPerMillionOrdersWithoutMails).toBeGreaterThan(0);
    expect(operations).toBeGreaterThan(50);
    expect(code).toBe(0);
    await demo.gone();
  }, 60_000);

  it.each([
    [['--url', 'http://127.0.0.1:9'], 'http://127.0.0.1:9'],
    [['--url', 'not a URL'], 'not a URL'],
    [['--orders', '0'], '--orders'],
    [['--orders', '1.5'], '--orders'],
    [['--concurrency', 'many'], '--concurrency'],
    [['--ordres', '5'], "'--ordres'"],
    [['five'], "'five'"],
  ])('refuses %j', async (args, word) => {
    await failsInWords(run(ROOT, 'demo', '--json', ...args), word);
  });
});
