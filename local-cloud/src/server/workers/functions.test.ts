import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FunctionDefinition } from '../../template/model.ts';
import { makeCredentials } from '../credentials.ts';
import { makeHub } from '../hub.ts';
import { makeLogBook } from '../log-book.ts';
import { until } from '../testing/until.ts';
import { aFunction, makeWorkshop } from '../testing/zips.ts';
import type { Workshop } from '../testing/zips.ts';
import { makeFunctions } from './functions.ts';
import type { Functions } from './functions.ts';
import type { Completed } from './worker.ts';

let workshop: Workshop;
let functions: Functions;
let ended: Completed[] = [];
const now = (): number => Date.now();
let logBook = makeLogBook({ now });

/** One function named `f` with this source. */
const given = (
  source: string,
  more: Partial<FunctionDefinition> = {},
  concurrency = 2,
  limits: { readonly initLimitMs?: number } = {},
): void => {
  const definition = aFunction({ name: 'f', zipPath: workshop.pack('f', source), ...more });
  logBook = makeLogBook({ now });
  functions = makeFunctions({
    model: { functions: [definition], region: 'eu-central-1' },
    codeDirectory: workshop.codeDirectory,
    runtime: join(__dirname, 'runtime.cjs'),
    concurrency,
    credentials: makeCredentials(['f'], 'key'),
    awsUrl: 'http://127.0.0.1:4566',
    serve: () => Promise.reject(new Error('nothing is asked here')),
    logBook,
    hub: makeHub(now),
    onRoom: () => undefined,
    ...limits,
  });
};
const call = (event: unknown = {}, id = 'id-1') =>
  functions.invoke('f', () => ({ id, event: JSON.stringify(event), onEnd: (result) => ended.push(result) }));
const answerOf = async (event?: unknown): Promise<unknown> => {
  const result = await call(event);
  return result.ok ? JSON.parse(result.payload) : result.failure;
};

beforeEach(() => {
  ended = [];
  workshop = makeWorkshop();
});
afterEach(async () => {
  await functions.stop();
  workshop.clean();
});

describe('a function with reserved concurrency', () => {
  it('is throttled while all of it is in use', async () => {
    given(`exports.handler = () => new Promise((done) => setTimeout(done, 100));`, { reservedConcurrency: 1 });
    expect(functions.isThrottled('f')).toBe(false);
    const first = call();
    expect(functions.isThrottled('f')).toBe(true);
    await first;
    expect(functions.isThrottled('f')).toBe(false);
  });

  it('waits for a worker without', async () => {
    given(`exports.handler = () => new Promise((done) => setTimeout(done, 100));`, {}, 1);
    const first = call();
    expect([functions.isThrottled('f'), functions.hasRoom('f')]).toEqual([false, false]);
    await first;
  });
});

describe('a function whose code is not loaded in time', () => {
  it('never began, which tells it from one that failed', async () => {
    given(`while (true);`, {}, 2, { initLimitMs: 50 });
    expect(await call()).toMatchObject({ ok: false, neverBegan: true, failure: { errorType: 'Sandbox.Timedout' } });
  });
});

describe('a packaged function', () => {
  it('gets the event and a context, and its answer comes back as JSON', async () => {
    given(`exports.handler = async (event, context) => ({
      event, id: context.awsRequestId, name: context.functionName, arn: context.invokedFunctionArn,
      left: context.getRemainingTimeInMillis() > 4000, gone: undefined });`);
    expect(await answerOf({ a: 1 })).toEqual({
      event: { a: 1 },
      id: 'id-1',
      name: 'f',
      arn: 'arn:aws:lambda:eu-central-1:000000000000:function:f',
      left: true,
    });
  });

  it('sees the environment of the template and of Lambda, and nothing of this process', async () => {
    process.env['LEAK_CANARY'] = 'leaked';
    given(`exports.handler = async () => process.env;`, { environment: { TABLE: 'orders', AWS_REGION: 'xx' } });
    const environment = (await answerOf()) as Record<string, string>;
    Reflect.deleteProperty(process.env, 'LEAK_CANARY');
    expect(environment).toMatchObject({
      TABLE: 'orders',
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      _HANDLER: 'src/lambda.handler',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    });
    expect(environment['AWS_ACCESS_KEY_ID']).toMatch(/^AKIALOCAL[A-Z2-7]{11}$/);
    expect(environment).not.toHaveProperty('LEAK_CANARY');
    expect(environment).not.toHaveProperty('NODE_OPTIONS');
  });

  it('keeps its module between events and takes one event at a time', async () => {
    given(
      `let calls = 0, running = 0, most = 0;
      exports.handler = async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1; calls += 1;
        return { calls, most };
      };`,
      {},
      1,
    );
    const results = await Promise.all([call(), call(), call()]);
    expect(ended).toEqual(results);
    expect(results.map((result) => result.ok && (JSON.parse(result.payload) as unknown))).toEqual([
      { calls: 1, most: 1 },
      { calls: 2, most: 1 },
      { calls: 3, most: 1 },
    ]);
  });

  it('takes a further event in an environment of its own when the first is busy for long', async () => {
    given(`const own = Math.random(); let events = 0;
      exports.handler = async () => {
        events += 1;
        if (events === 1) await new Promise((done) => setTimeout(done, 1500));
        return [own, events];
      };`);
    const ofCalls = await Promise.all([call({}, 'a'), call({}, 'b')]);
    const answers = ofCalls.map((one) => (one.ok ? (JSON.parse(one.payload) as unknown[]) : []));
    expect(answers).toMatchObject([
      [expect.any(Number), 1],
      [expect.any(Number), 1],
    ]);
    expect(answers[0]![0]).not.toBe(answers[1]![0]);
  });

  it('answers null when it returns no promise, as on Lambda', async () => {
    given(`exports.handler = () => 'lost';`);
    expect(await answerOf()).toBeNull();
  });

  it('takes the new package after a reload', async () => {
    given(`exports.handler = async () => 'old';`);
    expect(await answerOf()).toBe('old');
    workshop.pack('f', `exports.handler = async () => 'new';`);
    functions.reload();
    expect(await answerOf()).toBe('new');
  });
});

describe('new code for a service', () => {
  const folderWith = (source: string): string => {
    const folder = join(workshop.directory, 'edited');
    mkdirSync(join(folder, 'src'), { recursive: true });
    writeFileSync(join(folder, 'src/lambda.js'), source);
    return folder;
  };

  it('is what its next event runs on, and the event under way ends on the old', async () => {
    given(
      `exports.handler = async () => { console.log('begun'); await new Promise((r) => setTimeout(r, 50)); return 'old'; };`,
    );
    const underWay = call();
    await until(() => logBook.read().length > 0);
    functions.replaceCode('test', folderWith(`exports.handler = async () => 'new';`));
    expect(await answerOf()).toBe('new');
    expect(await underWay).toMatchObject({ payload: '"old"' });
    expect(await answerOf()).toBe('new');
  });

  it('leaves the functions of every other service alone', async () => {
    given(`exports.handler = async () => 'old';`);
    functions.replaceCode('other', folderWith(`exports.handler = async () => 'new';`));
    expect(await answerOf()).toBe('old');
  });
});

describe('a function that fails', () => {
  it.each([
    ['throws', `exports.handler = async () => { throw new TypeError('no'); };`, 'TypeError', 'no'],
    ['throws text', `exports.handler = async () => { throw 'no'; };`, 'string', 'no'],
    ['cannot be loaded', `require('./missing');`, 'Error', "Cannot find module './missing'"],
    ['has no such export', `exports.other = 1;`, 'Runtime.HandlerNotFound', 'src/lambda.handler is undefined'],
    ['takes a callback', `exports.handler = (a, b, done) => done();`, 'Runtime.CallbackHandlerDeprecated', 'callback'],
    ['exits', `exports.handler = async () => process.exit(3);`, 'Runtime.ExitError', 'exit status 3'],
    [
      'exits quietly',
      `exports.handler = async () => process.exit(0);`,
      'Runtime.ExitError',
      'without providing a reason',
    ],
    [
      'answers what is no JSON',
      `exports.handler = async () => { const loop = {}; loop.loop = loop; return loop; };`,
      'Runtime.MarshalError',
      'Unable to stringify',
    ],
    [
      'forgets a rejection',
      `exports.handler = async () => { Promise.reject(new Error('lost')); await new Promise(() => {}); };`,
      'Runtime.UnhandledPromiseRejection',
      'lost',
    ],
    [
      'throws in a timer',
      `exports.handler = () => new Promise(() => setTimeout(() => { throw new RangeError('late'); }));`,
      'RangeError',
      'late',
    ],
    [
      'answers too much',
      `exports.handler = async () => 'x'.repeat(7 * 1024 * 1024);`,
      'Function.ResponseSizeTooLarge',
      'exceeded maximum allowed payload size',
    ],
  ])('and %s is reported as Lambda does', async (_how, source, errorType, message) => {
    given(source);
    const failure = await answerOf();
    expect(failure).toMatchObject({ errorType });
    expect((failure as { errorMessage: string }).errorMessage).toContain(message);
  });

  it.each([
    ['waits', `await new Promise(() => {});`],
    ['spins', `for (;;);`],
  ])('and %s is stopped at its time limit and replaced', async (_how, statement) => {
    given(
      `exports.handler = async (event) => { if (event.hang) { console.log('before'); ${statement} } return 'fine'; };`,
      {
        timeoutSeconds: 1,
      },
    );
    expect(await answerOf({ hang: true })).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: id-1 Error: Task timed out after 1.00 seconds',
    });
    expect(await answerOf()).toBe('fine');
    expect(logBook.read().map(({ text }) => text)[0]).toBe('before');
  });

  it('leaves a platform line in its log, and a success none', async () => {
    given(`exports.handler = async (event) => { if (event.fail) throw new Error('no'); console.log('ok'); };`);
    await call({}, 'good');
    await call({ fail: true }, 'bad');
    const lines = logBook.read();
    expect(lines.map(({ text, requestId }) => [requestId, text.slice(0, 2)])).toEqual([
      ['good', 'ok'],
      ['bad', '{"'],
    ]);
    expect(JSON.parse(lines[1]!.text)).toMatchObject({ type: 'platform.report', record: { status: 'error' } });
  });

  it('that runs out of memory takes only its worker with it', async () => {
    given(
      `exports.handler = async (event) => { if (!event.eat) return 'fine'; const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); };`,
      { memoryMb: 64 },
    );
    expect(await answerOf({ eat: true })).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
    expect(await answerOf()).toBe('fine');
  });

  it('because its package is missing says so', async () => {
    given(`exports.handler = async () => 1;`, { zipPath: '/nowhere/f.zip' });
    expect(await answerOf()).toMatchObject({ errorType: 'Runtime.InvalidZip' });
  });
});

describe('a function that does not exist', () => {
  it('is not found', async () => {
    given(`exports.handler = async () => 1;`);
    await expect(functions.invoke('g', () => ({ id: '1', event: '{}', onEnd: () => undefined }))).rejects.toMatchObject(
      {
        name: 'ResourceNotFoundException',
      },
    );
  });
});

describe('stopping', () => {
  it('ends workers that never would, and refuses what comes after', async () => {
    given(`exports.handler = async () => { console.log('spinning'); for (;;); };`, { timeoutSeconds: 60 });
    const hanging = call();
    await until(() => logBook.read().length > 0);
    await functions.stop();
    expect(await hanging).toMatchObject({ ok: false, failure: { errorType: 'Runtime.ExitError' } });
    expect(await call()).toMatchObject({ ok: false });
  });
});
