import { makeConfig } from '@orderwire/lambda/config';
import type { Clients } from '@orderwire/lambda/clients';
import type { Outside } from '@orderwire/lambda/outside';
import { makeFakeClock, makeRecorder } from './fakes.ts';

/**
 * What is outside of a service in a test: a clock that stands still until it is moved, bytes that count up, a log that can
 * be read, and the clients that the test hands in. A client that it does not hand in throws as soon as it is asked for.
 */
export const makeOutside = <Used extends keyof Clients = keyof Clients>({
  environment = {},
  clients = {},
  start,
}: {
  readonly environment?: Readonly<Record<string, string>>;
  readonly clients?: Partial<Clients>;
  /** Milliseconds since the epoch. */
  readonly start?: number;
}) => {
  const { clock, advance } = start === undefined ? makeFakeClock() : makeFakeClock(start);
  const recorder = makeRecorder();
  let drawn = 0;
  const outside: Outside<Used> = {
    config: makeConfig(environment),
    clock,
    randomBytes: (count) => new Uint8Array(count).fill((drawn += 1)),
    observability: () => recorder,
    clients: new Proxy({} as Outside<Used>['clients'], {
      get: (_target, name) => () => {
        const client = clients[name as keyof Clients];
        if (!client) throw new Error(`This test hands in no client "${String(name)}".`);
        return client;
      },
    }),
  };
  return { outside, advance, ...recorder };
};
