import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as ses from '@aws-sdk/client-ses';
import * as sqs from '@aws-sdk/client-sqs';

/**
 * What an operation takes, as AWS's own model says it. The SDK carries that model (as `PutItem$`), so that nothing here has
 * to be kept by hand.
 */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'blob' | 'timestamp' | 'document' }
  | { readonly kind: 'list' | 'map'; readonly of: () => Shape }
  | {
      readonly kind: 'structure' | 'union';
      readonly name: string;
      readonly members: Readonly<Record<string, () => Shape>>;
      /** The first so many members are required. */
      readonly required: number;
    };

const MODELS = { 'cognito-idp': cognito, dynamodb, events: eventbridge, secretsmanager, ses, sqs } as const;

/** Those whose requests come in AWS JSON or AWS Query; S3 and Lambda speak REST. */
export type ModelledService = keyof typeof MODELS;

// The numbers of Smithy's schemas as the SDK writes them down: @smithy/types, `SchemaRef` and `StaticSchema`.
const SCALARS: Readonly<Record<number, Exclude<Shape['kind'], 'list' | 'map' | 'structure' | 'union'>>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  6: 'timestamp',
  7: 'timestamp',
  15: 'document',
  17: 'number',
  19: 'number',
  21: 'blob',
  42: 'blob',
};
const LIST = 64;
const MAP = 128;
const INNER = 63;

const scalarOf = (sentinel: number): Shape => {
  const kind = SCALARS[sentinel];
  if (kind === undefined) throw new Error(`The SDK's model has a kind of value that is not known here: ${sentinel}.`);
  return { kind };
};

const ofSentinel = (sentinel: number): Shape => {
  const inner = lazily(sentinel & INNER);
  if (sentinel & MAP) return { kind: 'map', of: inner };
  return sentinel & LIST ? { kind: 'list', of: inner } : scalarOf(sentinel);
};

const known = new Map<readonly unknown[], Shape>();

/** Read when it is first asked for, because shapes may hold themselves. */
const lazily = (schema: unknown): (() => Shape) => {
  let shape: Shape | undefined;
  return () => (shape ??= shapeOf(schema));
};

const ofTuple = (tuple: readonly unknown[]): Shape => {
  const [kind, , name, , first, second, required] = tuple;
  switch (kind) {
    case 0:
      return shapeOf(first);
    case 1:
      return { kind: 'list', of: lazily(first) };
    case 2:
      return { kind: 'map', of: lazily(second) };
    case 3:
    case 4: {
      const schemas = second as readonly unknown[];
      const members = (first as readonly string[]).map((member, at) => [member, lazily(schemas[at])] as const);
      return {
        kind: kind === 3 ? 'structure' : 'union',
        name: String(name),
        members: Object.fromEntries(members),
        required: Number(required ?? 0),
      };
    }
    default:
      throw new Error(`The SDK's model has a schema that is not known here: ${String(kind)}.`);
  }
};

const shapeOf = (schema: unknown): Shape => {
  if (typeof schema === 'function') return shapeOf((schema as () => unknown)());
  if (typeof schema === 'number') return ofSentinel(schema);
  const tuple = schema as readonly unknown[];
  // A member with traits of its own: its schema, then those.
  if (tuple.length === 2) return shapeOf(tuple[0]);
  const found = known.get(tuple) ?? ofTuple(tuple);
  known.set(tuple, found);
  return found;
};

/** Those that were asked for, by service and operation. */
const inputs = new Map<string, Shape>();

/** Of the operation's input; undefined for an operation that the service has not. */
export const inputShape = (service: ModelledService, operation: string): Shape | undefined => {
  const key = `${service}:${operation}`;
  const before = inputs.get(key);
  if (before !== undefined) return before;
  const model: Readonly<Record<string, unknown>> = MODELS[service];
  const schema = Object.hasOwn(model, `${operation}$`) ? model[`${operation}$`] : undefined;
  if (!Array.isArray(schema) || schema[0] !== 9) return undefined;
  const shape = shapeOf(schema[4]);
  inputs.set(key, shape);
  return shape;
};
