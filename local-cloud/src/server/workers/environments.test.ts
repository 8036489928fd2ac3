import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeCredentials } from '../credentials.ts';
import { makeHub } from '../hub.ts';
import { makeLogBook } from '../log-book.ts';
import type { PortRequest } from '../protocols/wire.ts';
import { until } from '../testing/until.ts';
import { aFunction, makeWorkshop } from '../testing/zips.ts';
import type { Workshop } from '../testing/zips.ts';
import { makeFunctions } from './functions.ts';
import type { Functions } from './functions.ts';

let workshop: Workshop;
let functions: Functions;
const now = (): number => Date.now();
let logBook = makeLogBook({ now });
let asked: PortRequest[] = [];
let awsUrl = 'http://127.0.0.1:4566';

/** The functions `f` and `g` of one service, of one source. */
const given = (source: string): void => {
  logBook = makeLogBook({ now });
  const zipPath = workshop.pack('code', source);
  functions = makeFunctions({
    model: {
      functions: ['f', 'g'].map((name) =>
        aFunction({ name, zipPath, environment: { NAME: name }, timeoutSeconds: 1, memoryMb: 64 }),
      ),
      region: 'eu-central-1',
    },
    codeDirectory: workshop.codeDirectory,
    runtime: join(__dirname, 'runtime.cjs'),
    concurrency: 2,
    credentials: makeCredentials(['f', 'g'], 'key'),
    awsUrl,
    serve: (request) => {
      asked.push(request);
      return Promise.resolve({ status: 200, headers: { 'x-answer': 'yes' }, body: 'over the port' });
    },
    logBook,
    hub: makeHub(now),
    onRoom: () => undefined,
  });
};
const call = (name: 'f' | 'g', event: unknown = {}) =>
  functions.invoke(name, () => ({ id: `id-${name}`, event: JSON.stringify(event), onEnd: () => undefined }));
const answerOf = async (name: 'f' | 'g', event?: unknown): Promise<unknown> => {
  const result = await call(name, event);
  return result.ok ? JSON.parse(result.payload) : result.failure;
};
const both = (event?: unknown) => Promise.all([answerOf('f', event), answerOf('g', event)]);

beforeEach(() => {
  asked = [];
  workshop = makeWorkshop();
});
afterEach(async () => {
  await functions.stop();
  workshop.clean();
});

const THREAD = `require('node:worker_threads').threadId`;

describe('functions of one service', () => {
  it('share a thread, and nothing of their own', async () => {
    given(`let calls = 0;
      exports.handler = async () => {
        await new Promise((done) => setTimeout(done, 5));
        return [${THREAD}, calls += 1, process.env.NAME, require('node:process').env.NAME, process.env.AWS_ACCESS_KEY_ID];
      };`);
    await answerOf('f');
    const [f, g] = (await both()) as unknown[][];
    expect(f![0]).toBe(g![0]);
    expect([f!.slice(1, 4), g!.slice(1, 4)]).toEqual([
      [2, 'f', 'f'],
      [1, 'g', 'g'],
    ]);
    expect(f![4]).not.toBe(g![4]);
  });

  it('each write lines of their own, whatever they write with', async () => {
    given(`exports.handler = async () => {
        for (const write of [(text) => console.log(text), (text) => process.stdout.write(text + '\\n')]) {
          await new Promise((done) => setTimeout(done, 5));
          write(process.env.NAME);
        }
      };`);
    await both();
    const lines = logBook.read().map(({ functionName, requestId, text }) => [functionName, requestId, text]);
    expect(lines.sort()).toEqual([
      ['f', 'id-f', 'f'],
      ['f', 'id-f', 'f'],
      ['g', 'id-g', 'g'],
      ['g', 'id-g', 'g'],
    ]);
  });

  it.each([
    ['exits', `process.exit(3)`, 'Runtime.ExitError'],
    ['waits for ever', `await new Promise(() => {})`, 'Sandbox.Timedout'],
  ])('go on when one of them %s', async (_how, statement, errorType) => {
    given(`exports.handler = async ({ fails }) => {
        if (fails && process.env.NAME === 'f') ${statement};
        await new Promise((done) => setTimeout(done, 50));
        return 'fine';
      };`);
    expect(await both({ fails: true })).toMatchObject([{ errorType }, 'fine']);
    expect(await both()).toEqual(['fine', 'fine']);
  });

  it.each([
    ['loses a rejection', `Promise.reject(new Error('lost'))`],
    ['eats up the memory', `for (const all = []; ; ) all.push(new Array(1e5).fill(all.length))`],
  ])(
    'have a thread each once one of them %s, which ends their thread, until there is new code',
    async (_how, statement) => {
      given(`exports.handler = async ({ fails }) => {
        if (fails) { ${statement}; await new Promise(() => {}); }
        return ${THREAD};
      };`);
      const [first] = await both();
      expect(await answerOf('f', { fails: true })).toHaveProperty('errorMessage');
      await until(async () => typeof (await answerOf('g')) === 'number' && (await answerOf('g')) !== first);
      const [f, g] = await both();
      expect(f).not.toBe(g);
      functions.reload();
      const [again, alike] = await both();
      expect(again).toBe(alike);
    },
  );
});

describe('a thread that is started anew', () => {
  it('imports what Node has, whatever thread loaded the code before', async () => {
    given(`exports.handler = async () => (await import('node:path')).sep;`);
    expect(await answerOf('f')).toBe('/');
    functions.reload();
    expect(await answerOf('f')).toBe('/');
  });
});

describe('a function that runs in a circle', () => {
  it('stops its service until its thread is ended, and not for ever', async () => {
    given(`exports.handler = async ({ fails }) => { if (fails) for (;;); return 'fine'; };`);
    expect(await both()).toEqual(['fine', 'fine']);
    expect(await answerOf('f', { fails: true })).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(await answerOf('f')).toBe('fine');
    await until(async () => (await answerOf('g')) === 'fine');
  });
});

describe('what an SDK asks', () => {
  const ASK = `
    const http = require('node:http');
    const { AWS_ENDPOINT_URL, AWS_SESSION_TOKEN } = process.env;
    const ask = (path, headers) => new Promise((resolve, reject) => {
      const { hostname: host, port } = new URL(AWS_ENDPOINT_URL);
      const request = http.request({ host, port: Number(port), path, method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve([response.statusCode, response.headers['x-answer'], text]));
      });
      request.on('error', reject);
      request.write('bo');
      request.end('dy');
    });`;
  const SIGNED = `{ Authorization: 'AWS4 …', 'x-amz-security-token': AWS_SESSION_TOKEN }`;

  it('goes over the port of its thread', async () => {
    given(`${ASK} exports.handler = () => ask('/?a=1', ${SIGNED});`);
    expect(await answerOf('f')).toEqual([200, 'yes', 'over the port']);
    expect(asked).toMatchObject([{ method: 'POST', path: '/?a=1', headers: { authorization: 'AWS4 …' } }]);
    expect(Buffer.from(asked[0]!.body).toString()).toBe('body');
  });

  it('is not done for a function that was ended', async () => {
    given(`${ASK} exports.handler = async ({ late }) => {
        if (!late) return 'fine';
        await new Promise((done) => setTimeout(done, 1200));
        await ask('/late', ${SIGNED});
      };`);
    expect(await answerOf('f', { late: true })).toMatchObject({ errorType: 'Sandbox.Timedout' });
    await new Promise((done) => setTimeout(done, 400));
    expect([await answerOf('f'), asked]).toEqual(['fine', []]);
  });

  describe('of a server elsewhere', () => {
    let server: Server;
    beforeEach(async () => {
      server = createServer((_request, response) => void response.setHeader('x-answer', 'other').end('over a socket'));
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      awsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => new Promise((done) => server.close(done)));

    it('or without credentials goes over a socket', async () => {
      given(`${ASK} exports.handler = () => ask('/', {});`);
      expect(await answerOf('f')).toEqual([200, 'other', 'over a socket']);
      expect(asked).toEqual([]);
    });
  });
});
