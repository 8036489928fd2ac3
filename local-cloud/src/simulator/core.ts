import type { CloudModel, FunctionDefinition } from '../template/model.ts';
import type { Invocation } from '../engine/contract.ts';
import type { LocalEngine } from '../engine/engine.ts';
import type { SigningKey } from '../engine/users/tokens.ts';
import type { VirtualClock } from './clock.ts';
import type { Fault, FaultKind, Faults } from './faults.ts';
import type { Observer, Run } from './observer.ts';
import { hashText, mix } from './random.ts';
import type { Random } from './random.ts';
import type { ColdStart, Handler, PostAnswer, PostRequest } from './sandbox.ts';

export interface SimulatorOptions {
  readonly model: CloudModel;
  /** Service (stack) → its lambda.ts. */
  readonly services: Readonly<Record<string, ColdStart>>;
  readonly seed: number;
  readonly faults: Faults;
  readonly observer: Observer;
  readonly signingKey: SigningKey;
  /** The world outside: answers a webhook. */
  readonly post: (request: PostRequest) => PostAnswer;
  /** Milliseconds since the epoch. */
  readonly startAt: number;
  /** How long after its expiry an item is removed; AWS says "within a few days". */
  readonly timeToLiveLagMs?: number;
}

/** How a direct call of a function ended, as its caller sees it. */
export type Ended =
  | { readonly kind: 'answered'; readonly payload: unknown }
  /** It threw, timed out or died. */
  | { readonly kind: 'failed'; readonly errorType: string }
  /** It was not even begun: `TooManyRequestsException`. */
  | { readonly kind: 'refused'; readonly errorType: string };

/** One execution environment of a function: what it remembers is gone when it dies. */
export interface Environment {
  readonly definition: FunctionDefinition;
  readonly handler: Handler;
  running: Running | undefined;
}

export interface Running extends Run {
  readonly invocation: Invocation;
  readonly environment: Environment;
  readonly settle: ((ended: Ended) => void) | undefined;
  /** The environment is gone, or the invocation is over: nothing of it has an effect any more. */
  isOver: boolean;
}

/** Something that can happen now; the seed picks which. */
export interface Ready {
  readonly site: string;
  readonly running: Running | undefined;
  readonly go: () => void;
}

/** What the parts of the simulator share. */
export interface Core {
  readonly options: SimulatorOptions;
  readonly clock: VirtualClock;
  readonly chance: Random;
  readonly ready: Ready[];
  /** Another one after a restart. */
  engine: LocalEngine;
  /** Faults strike only while this is so. */
  isFaulty: boolean;
  /** Queue URL → until when it takes nothing from AWS's own deliveries. */
  readonly closed: Map<string, number>;
  /** Whose call the engine is doing. */
  caller: Running | undefined;
  readonly trace: Trace;
  /** Passes a place where one of these can strike; `run` says whose call it is. */
  readonly strike: (site: string, kinds: readonly FaultKind[], run?: Run) => Fault | undefined;
}

/** Everything that happened, in order, as one number. */
export interface Trace {
  readonly note: (text: string) => void;
  readonly hash: () => number;
}

export const makeTrace = (seed: number, elapsed: () => number): Trace => {
  const known = new Map<string, number>();
  let hash = mix(0, seed);
  return {
    hash: () => hash,
    note: (text) => {
      let value = known.get(text);
      if (value === undefined) {
        value = hashText(text);
        known.set(text, value);
      }
      hash = mix(mix(hash, value), elapsed());
    },
  };
};
