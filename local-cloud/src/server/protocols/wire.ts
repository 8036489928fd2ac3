import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../../engine/contract.ts';
import type { Caller, ServiceName } from '../../engine/contract.ts';

/** One AWS API request as it came over the wire, body read. */
export interface WireRequest {
  readonly requestId: string;
  readonly method: string;
  /** As sent, still encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Still encoded, without the question mark. */
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly caller: Caller;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A request of the SDK in a function, as it comes over the port of its thread: names of headers in lower case. */
export interface PortRequest {
  readonly method: string;
  /** With the query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The answer to it: names of headers in lower case. */
export type PortAnswer = WireAnswer;

/** Calls the engine for the request's caller. */
export type Execute = (service: ServiceName, operation: string, input: unknown, caller: Caller) => unknown;

/** How every protocol shows errors; anything but an `AwsError` is a fault of ours. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly status: number;
  readonly fault: 'client' | 'server';
  readonly extra: Readonly<Record<string, unknown>>;
}

export const wireErrorOf = (error: unknown): WireError => {
  if (error instanceof AwsError) {
    const { name, message, $fault: fault, $metadata, extra } = error;
    return { name, message, status: $metadata.httpStatusCode, fault, extra };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { name: 'InternalFailure', message, status: 500, fault: 'server', extra: {} };
};

export const headerOf = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};
