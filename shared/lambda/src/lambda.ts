import { randomBytes } from 'node:crypto';
import { once } from '@orderwire/kernel/lazy';
import type { Clients } from './clients.ts';
import { makeConfig } from './config.ts';
import { makeObservability } from './observability.ts';
import type { Outside } from './outside.ts';

/** What is outside of a service in AWS Lambda: its environment, the time, chance, the log, and clients that are made once. */
export const onLambda = <Used extends keyof Clients>(clients: {
  readonly [Name in Used]: () => Clients[Name];
}): Outside<Used> => {
  const [config, clock] = [makeConfig(process.env), Date.now];
  return {
    ...{ config, clock, randomBytes },
    observability: once(() => makeObservability({ config, clock, write: (line) => process.stdout.write(line) })),
    clients: Object.fromEntries(
      Object.entries<() => unknown>(clients).map(([name, make]) => [name, once(make)]),
    ) as Outside<Used>['clients'],
  };
};
