import type { CloudModel } from '../../template/model.ts';
import type { RequestContext } from './conditions.ts';

/** One permission that a call needs. A call may need several: a transaction one for each of its actions. */
export interface Demand {
  /** As IAM spells it, `dynamodb:PutItem`. */
  readonly action: string;
  /** The ARN that policies name; `*` for an action that has no resource. */
  readonly resource: string;
  /** What the refusal shows instead of the ARN, where the service repeats what the caller wrote. */
  readonly shown?: string;
  readonly context: () => RequestContext;
}

/** Operation name → what it needs for an input. An operation that is missing here cannot be called by a function. */
export type Demands = Readonly<Record<string, (input: never) => readonly Demand[]>>;

/** Keys of the model by name, made once. */
export const byName = <T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.name, item]));

export const noContext = (): RequestContext => ({});

/** `demandsOf('sqs')('SendMessage', arn)` is `sqs:SendMessage` on that ARN, whatever the call says besides. */
export const demandsOf =
  (service: string) =>
  (action: string, resource: string): Demand => ({ action: `${service}:${action}`, resource, context: noContext });

/** Condition keys are compared in lower case; absent values are left out. */
export const contextOf = (values: Readonly<Record<string, string | readonly string[] | undefined>>): RequestContext =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key.toLowerCase(), typeof value === 'string' ? [value] : value]],
    ),
  );

/** `arn:aws:<service>:<region>:<account>:<resource>` of this deployment. */
export const arnIn = (model: CloudModel, service: string, resource: string): string =>
  `arn:aws:${service}:${model.region}:${model.accountId}:${resource}`;

export const isArn = (text: string): boolean => text.startsWith('arn:');
