import type { Call } from '../engine/contract.ts';
import type { Dropped } from '../engine/event-bus/delivery.ts';
import type { Fault } from './faults.ts';
import type { PostAnswer, PostRequest } from './sandbox.ts';

/** An invocation as the observer sees it. */
export interface Run {
  /** Lambda's request id. */
  readonly id: string;
  readonly functionName: string;
  readonly payload: unknown;
  readonly startedAt: number;
}

type Item = Readonly<Record<string, unknown>>;

/** Sees what happens, as it happens. It must neither change nor call anything. */
export interface Observer {
  /** An item changed; `run` is missing when AWS or the operator did it. Values are as DynamoDB stores them. */
  readonly onItemChange?: (
    tableName: string,
    before: Item | undefined,
    after: Item | undefined,
    run: Run | undefined,
  ) => void;
  /** A call was done, by a function or by AWS itself; `run` is missing for AWS's own. */
  readonly onCall?: (call: Call, output: unknown, run: Run | undefined) => void;
  readonly onStart?: (run: Run) => void;
  /** The end as Lambda saw it. */
  readonly onEnd?: (run: Run, end: { readonly ok: boolean; readonly payload: unknown; readonly why?: string }) => void;
  readonly onPost?: (request: PostRequest, answer: PostAnswer | undefined, run: Run) => void;
  readonly onLog?: (
    run: Run | undefined,
    level: 'info' | 'warn' | 'error',
    message: string,
    attributes: object,
  ) => void;
  /** `run` is missing where the fault strikes no call of a function. */
  readonly onFault?: (fault: Fault, run?: Run) => void;
  /** What AWS gave up for good, with no destination for it. */
  readonly onDrop?: (dropped: Dropped) => void;
  /** After every step of the simulation. */
  readonly onStep?: () => void;
}
