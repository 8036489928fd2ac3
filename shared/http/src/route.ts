import type * as z from 'zod/mini';
import type { Caller } from './caller.ts';
import type { FieldError } from './problem.ts';
import type { Right } from './rights.ts';

/** One way in which a route says no. The code is its name in the table of refusals. */
export interface Refusal {
  readonly status: number;
  /** For people; a handler may say it more exactly. Holds no personal data. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The shape of further members, for machines: `offer`, `instruction` … */
  readonly more?: z.ZodMiniType;
}

/**
 * Who may call. `anyone`; `partner`: callers with credentials of their own, proven on the raw bytes before anything is parsed;
 * `staff`: those who have the right; `signedIn`: whoever it belongs to, and staff with the right. `caller.staff` says whether
 * the caller has it: the handler decides what is theirs. `null`: for the caller's own things alone, whoever it is.
 */
type Callers =
  | { readonly callers: 'anyone' }
  | { readonly callers: 'partner' }
  | { readonly callers: 'staff'; readonly right: Right }
  | { readonly callers: 'signedIn'; readonly right: Right | null };

/** What a route takes, what it answers and how it refuses. Types of handlers and the API's documents come from it. */
export type Route = Callers & Exchange;

interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Every address that it answers under, as in serverless.yml. All of them name the same parameters. */
  readonly paths: readonly [string, ...string[]];
  /** Of the headers that are read; names in lower case. */
  readonly headers?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  /** Absent: a body is ignored. */
  readonly body?: z.ZodMiniType;
  /** So old an answer may be, in milliseconds. Only for what anyone gets alike by path and query. Absent: each is new. */
  readonly keptMs?: number;
  /** Status → body; `null` where there is none. */
  readonly answers: Readonly<Record<number, z.ZodMiniType | null>>;
  /** Code → refusal. What follows from the fields above (no token, a body that does not fit …) is not repeated here. */
  readonly refusals: Readonly<Record<string, Refusal>>;
}

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.infer<Schema> : undefined;

type CallerOf<R extends Route> = R['callers'] extends 'anyone' ? undefined : Caller;

/** What a handler gets. */
export interface Input<R extends Route, C = CallerOf<R>> {
  readonly path: Readonly<Record<Names<R['paths'][number]>, string>>;
  readonly headers: R['headers'] extends z.ZodMiniType
    ? z.infer<R['headers']>
    : Readonly<Record<string, string | undefined>>;
  /** By name; API Gateway has them apart from the headers. */
  readonly cookies: Readonly<Record<string, string>>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  readonly caller: C;
  readonly requestId: string;
}

type Headers = Readonly<Record<string, string>>;

type AnswerOf<R extends Route> = {
  readonly [Status in keyof R['answers'] & number]: {
    readonly status: Status;
    readonly headers?: Headers;
  } & (R['answers'][Status] extends z.ZodMiniType ? { readonly body: z.infer<R['answers'][Status]> } : unknown);
}[keyof R['answers'] & number];

type RefusedOf<Refusals extends Route['refusals']> = {
  readonly [Code in keyof Refusals & string]: {
    readonly refusal: Code;
    readonly detail?: string;
    readonly errors?: readonly FieldError[];
  } & (Refusals[Code] extends { readonly more: infer More extends z.ZodMiniType }
    ? { readonly more: z.infer<More> }
    : unknown);
}[keyof Refusals & string];

/** What a handler gives back: an answer of its route, or one of its refusals by name. */
export type Handled<R extends Route> = AnswerOf<R> | RefusedOf<R['refusals']>;

/** What a caller without a user's token shows to prove who it is. */
export interface Credentials {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they were sent: nothing has read them yet. */
  readonly rawBody: Uint8Array;
}

/** A route and its handler, which gets what it needs (`deps`) with every request. */
export interface Endpoint<R extends Route, Deps, C = CallerOf<R>> {
  readonly route: R;
  readonly handle: (deps: Deps, input: Input<R, C>) => Promise<Handled<R>>;
  /** Tells who calls, or by which refusal they are turned away; absent where a user's token tells. */
  readonly prove?: (deps: Deps, credentials: Credentials) => Promise<{ readonly caller: C } | RefusedOf<R['refusals']>>;
}

type Prove<R extends Route, Deps, C> = NonNullable<Endpoint<R, Deps, C>['prove']>;
type Handle<R extends Route, Deps, C = CallerOf<R>> = Endpoint<R, Deps, C>['handle'];

/** Defines a route; `handledBy` and `provenBy` make the endpoint of it. */
export const route = <const R extends Route>(definition: R) => ({
  /** For the public, for customers and for staff. */
  handledBy: <Deps>(handle: Handle<R, Deps>): Endpoint<R, Deps> => ({ route: definition, handle }),
  /** For partners: they prove who they are on the bytes that they sent. */
  provenBy: <Deps, C>(prove: Prove<R, Deps, C>, handle: Handle<R, Deps, C>): Endpoint<R, Deps, C> => ({
    route: definition,
    prove,
    handle,
  }),
});
