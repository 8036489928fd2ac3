import type { ServiceName } from '../engine/contract.ts';

/** The low-level client of an AWS SDK, as far as our adapters use it. */
export interface SimulatedClient {
  readonly send: (command: { readonly operation: string; readonly input: unknown }) => Promise<unknown>;
}

export interface PostRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostAnswer {
  readonly status: number;
  readonly retryAfter?: string;
}

/**
 * What an execution environment offers the code that runs in it: everything that a service's lambda.ts makes or reads
 * from outside.
 */
export interface Sandbox {
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, as this environment's clock shows them. */
  readonly now: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly client: (service: ServiceName) => SimulatedClient;
  readonly post: (request: PostRequest) => Promise<PostAnswer>;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, attributes: object) => void;
  readonly count: (metric: string, amount: number) => void;
}

export interface LambdaContext {
  readonly getRemainingTimeInMillis: () => number;
  /** The same in every try of one invocation. */
  readonly awsRequestId: string;
}

export type Handler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** A service's lambda.ts as a cold start runs it: the handlers of one execution environment. */
export type ColdStart = (sandbox: Sandbox) => Readonly<Record<string, Handler>>;
