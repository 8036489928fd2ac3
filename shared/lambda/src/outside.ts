import type { Clock } from '@orderwire/kernel/clock';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import type { Clients } from './clients.ts';
import type { Config } from './config.ts';

export interface Observability {
  readonly log: Log;
  readonly count: CountMetric;
}

/**
 * All that a service takes from outside: its `compose` gets it and reads nothing else. Lambda hands in the real things
 * (lambda-outside.ts), tests and the simulator their own. What is a function is made at its first call.
 */
export interface Outside<Used extends keyof Clients = never> {
  readonly config: Config;
  /** Milliseconds since the epoch. */
  readonly clock: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly observability: () => Observability;
  readonly clients: { readonly [Name in Used]: () => Clients[Name] };
}
