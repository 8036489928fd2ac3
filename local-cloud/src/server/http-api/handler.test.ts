import { afterEach, describe, expect, it } from '@jest/globals';
import { world } from '../../engine/engine.fixture.ts';
import { aFunction, aModel } from '../../engine/event-bus/choreography.fixture.ts';
import type { Answered } from '../calls.ts';
import { makeHub } from '../hub.ts';
import { listen } from '../listen.ts';
import type { Listener } from '../listen.ts';
import { makeApiHandler } from './handler.ts';

let listener: Listener;
afterEach(() => listener.close(0));

const failure = { errorType: 'Sandbox.Timedout', errorMessage: 'late', trace: [] };

const statusFor = async (answered: Answered): Promise<number> => {
  const now = (): number => 0;
  const route = { method: 'GET', path: '/', functionName: 'f' };
  const model = aModel({
    functions: [aFunction('f')],
    httpApi: { id: 'api', endpoint: 'http://127.0.0.1', routes: [route] },
  });
  const refusal = () => ({ contentType: 'text/plain', body: '' });
  listener = await listen({ host: '127.0.0.1', port: 0, maxHeaderBytes: 10_000, refusal });
  listener.handle(
    makeApiHandler({
      ...{ model, now, hub: makeHub(now), engine: world().engine, info: () => ({}), services: new Map() },
      calls: {
        execute: () => undefined,
        run: () => Promise.resolve(),
        invoke: () => Promise.resolve(answered),
      },
    }),
  );
  return (await fetch(listener.url)).status;
};

describe('a function that does not answer', () => {
  it('because its code was not loaded in time makes the API unavailable, and is no failure', async () => {
    expect(await statusFor({ ok: false, failure, neverBegan: true })).toBe(503);
  });

  it('because it took too long is a failure', async () => {
    expect(await statusFor({ ok: false, failure })).toBe(500);
  });
});
