/**
 * The engine's contract with its two drivers (the server behind `npm start`, and the simulator) and between its parts.
 * The engine is a synchronous state machine: it never waits, reads no clock, draws no randomness and does no I/O of its
 * own. Everything that takes time becomes work that `due` lists; the driver decides when to `start` it.
 */

/** Handed in by the driver: the only sources of time and chance. */
export interface Environment {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export type ServiceName = 'dynamodb' | 'events' | 'sqs' | 'lambda' | 'secretsmanager' | 'ses' | 's3' | 'cognito-idp';

/**
 * Who calls. `admin` is the operator at the command line and may do everything; a `function` may do what its role
 * grants; a `service` is AWS itself acting for a resource (a rule sending to a queue), judged by resource policies.
 */
export type Caller =
  | { readonly kind: 'admin' }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'function'; readonly functionName: string }
  | { readonly kind: 'service'; readonly principal: string; readonly sourceArn: string };

export interface Call {
  readonly service: ServiceName;
  /** The API's name without `Command`: `PutItem`, `PutEvents`, `SendMessage` … */
  readonly operation: string;
  /** The SDK command's input: AttributeValues as the SDK shapes them (`{S: …}`), binary as Uint8Array. */
  readonly input: unknown;
  readonly caller: Caller;
  /** For the meter: what the call was made for, where the driver knows it (an order id). */
  readonly attribution?: string;
}

/** Something that can happen now. Internal work is done by `start`; an invocation is handed to the driver. */
export interface Work {
  /** Unique among the pending; stable until started. */
  readonly id: string;
  readonly kind:
    'rule-delivery' | 'stream-batch' | 'queue-batch' | 'async-invocation' | 'schedule' | 'replay' | 'ttl-expiry';
  /** What it concerns, for traces: a mapping id, a rule and target, a function name. */
  readonly subject: string;
  /** Earliest time, ms since the epoch. */
  readonly at: number;
}

/** One call of a function that the driver must make and report with `finish`. */
export interface Invocation {
  /** Lambda's request id. */
  readonly id: string;
  readonly functionName: string;
  /** The event as Lambda would hand it to the handler: plain JSON. */
  readonly payload: unknown;
  readonly deadlineAt: number;
}

export type Outcome =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

export interface Engine {
  /**
   * Does one API call at once. Throws `AwsError`, after changing nothing but the meter. It throws nothing else, unless
   * the engine itself is broken.
   */
  execute(call: Call): unknown;
  /** What can happen at `now`, in a stable order. Free of effects. */
  due(now: number): readonly Work[];
  /**
   * How much may be started next at `now`, for a driver that picks one thing. `due` lists only as much work of a
   * function as may begin together; this counts all of it, as long as one may begin.
   */
  dueCount(now: number): number;
  /** The work at this place among them, from 0, in a stable order. Throws when there is none. */
  dueAt(now: number, index: number): Work;
  /** When `due` will next list something new; undefined when nothing is pending. */
  nextDueAt(now: number): number | undefined;
  /** Does the work, or begins it: an invocation is then in flight until `finish`. Throws `NotDueError`. */
  start(workId: string): Invocation | undefined;
  /** Reports how an invocation ended. Unknown ids are ignored: a crashed driver may report twice. */
  finish(invocationId: string, outcome: Outcome): void;
  /** Called after every state change that may have made work due; one listener, the driver's pump. */
  onWork(listener: () => void): void;
  readonly meter: Meter;
}

/**
 * What AWS would bill, see cost.md. Units are AWS's own billing units, already rounded (a 1.2 kB write is 2 `wru`).
 */
export type BillableUnit =
  | 'http-request'
  | 'lambda-request'
  | 'lambda-ms'
  | 'wru'
  | 'rru'
  | 'stream-read'
  | 'event-64kb'
  | 'sqs-request'
  | 'mail'
  | 's3-put'
  | 's3-get'
  | 'secret-call'
  | 'log-byte'
  | 'cognito-call';

export interface Meter {
  /** `service` is the owner of the resource or function charged, for example `orders`. */
  count(unit: BillableUnit, amount: number, service: string): void;
  /** service → unit → amount. */
  totals(): Readonly<Record<string, Partial<Record<BillableUnit, number>>>>;
  reset(): void;
}

/** What a service needs that charges its calls. */
export interface Charging {
  readonly environment: Environment;
  readonly meter: Meter;
  /** The service of ours that pays for what the caller asks. */
  readonly ownerOf: (caller: Caller) => string;
}

/** An error in the shape that AWS's SDKs give it: `name`, `$metadata`, `$fault` and the operation's own fields. */
export class AwsError extends Error {
  override readonly name: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode: number };
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, httpStatusCode = 400, extra: Readonly<Record<string, unknown>> = {}) {
    // A refusal is no fault of the engine's code: its stack trace says nothing, and recording one costs more than most
    // operations.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
    this.name = name;
    this.$fault = httpStatusCode >= 500 ? 'server' : 'client';
    this.$metadata = { httpStatusCode };
    this.extra = extra;
    Object.assign(this, extra);
  }
}

/** The work is not due, perhaps not any more: nothing has changed. */
export class NotDueError extends Error {
  override readonly name = 'NotDueError';
}

/** What a part answers when asked for an operation the platform does not use: never a guess. */
export const unknownOperation = (service: ServiceName, operation: string): AwsError =>
  new AwsError('UnknownOperationException', `The local cloud does not implement ${service}:${operation}.`);

/** Operation name → implementation. Every part of the engine exports one of these. */
export type Operations = Readonly<Record<string, (input: never, caller: Caller) => unknown>>;
