import { AwsError } from '../../engine/contract.ts';
import { MAXIMUM_DEPTH } from '../../engine/dynamodb/admit.ts';
import type { Shape } from './shapes.ts';

/** The words that AWS's parsers begin their complaints with: `NUMBER_VALUE`, `TRUE_VALUE` … */
const tokenOf = (value: unknown): string => {
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return typeof value === 'string' ? 'STRING_VALUE' : `${String(value).toUpperCase()}_VALUE`;
};

const refuse = (message: string): AwsError => new AwsError('SerializationException', message);

const CLASSES = { string: 'java.lang.String', number: 'java.lang.Integer', boolean: 'java.lang.Boolean' } as const;
const STRUCTURE = 'Start of structure or map found where not expected';

const notA = (kind: keyof typeof CLASSES, value: unknown): AwsError => {
  if (Array.isArray(value)) return refuse(`Unrecognized collection type class ${CLASSES[kind]}`);
  if (typeof value === 'object') return refuse(STRUCTURE);
  if (kind === 'boolean' && typeof value === 'string') return refuse('Unexpected token received from parser');
  return refuse(`${tokenOf(value)} cannot be converted to ${CLASSES[kind].slice('java.lang.'.length)}`);
};

const TRUE = new Set(['true', 'yes', 'y', 't', '1']);
const FALSE = new Set(['false', 'no', 'n', 'f', '0']);

/** AWS reads some words as truth values: https://github.com/scylladb/scylladb/issues/9432 */
const booleanOf = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  throw notA('boolean', value);
};

const bytesOf = (value: unknown): Uint8Array => {
  if (Array.isArray(value)) throw refuse('Unrecognized collection type class java.nio.ByteBuffer');
  if (typeof value === 'object') throw refuse(STRUCTURE);
  if (typeof value !== 'string') throw refuse('only base-64-encoded strings are convertible to bytes');
  if (value.length % 4 !== 0)
    throw refuse(`Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`);
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value) throw refuse('Invalid last non-pad Base64 character dectected');
  return bytes;
};

/** Seconds since the epoch. */
const timeOf = (value: unknown): Date => {
  const time = typeof value === 'number' ? new Date(value * 1000) : undefined;
  if (time === undefined || Number.isNaN(time.getTime())) throw notA('number', value);
  return time;
};

type Container = Extract<Shape, { readonly of: unknown } | { readonly members: unknown }>;

const wrongContainer = (shape: Container, value: unknown): AwsError => {
  if (typeof value !== 'object') return refuse('Unexpected field type');
  if (shape.kind === 'list') return refuse(STRUCTURE);
  return refuse(`Unrecognized collection type ${'name' in shape ? `class ${shape.name}` : 'java.util.Map'}`);
};

const member = (shape: Shape, value: unknown, depth: number): unknown => {
  if (value === null) throw refuse('Unexpected null');
  return read(shape, value, depth);
};

/** What the model does not name is left out, and `null` stands for what is not there. */
const fields = (shape: Shape & { kind: 'structure' | 'union' }, value: object, depth: number): object => {
  const kept: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value))
    if (given !== null && given !== undefined && Object.hasOwn(shape.members, name))
      kept[name] = read((shape.members[name] as () => Shape)(), given, depth);
  return kept;
};

const container = (shape: Container, value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== (shape.kind === 'list'))
    throw wrongContainer(shape, value);
  switch (shape.kind) {
    case 'list':
      return (value as readonly unknown[]).map((each) => member(shape.of(), each, depth));
    case 'map':
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, member(shape.of(), each, depth)]));
    case 'union':
      // Values of attributes hold themselves. What comes here is refused for its depth; the engine's own bound is exact.
      if (depth > MAXIMUM_DEPTH + 1)
        throw new AwsError('ValidationException', 'Nesting Levels have exceeded supported limits');
      return fields(shape, value, depth + 1);
    case 'structure':
      return fields(shape, value, depth);
  }
};

const read = (shape: Shape, value: unknown, depth: number): unknown => {
  switch (shape.kind) {
    case 'string':
      if (typeof value !== 'string') throw notA('string', value);
      return value;
    case 'number':
      if (typeof value !== 'number') throw notA('number', value);
      return value;
    case 'boolean':
      return booleanOf(value);
    case 'blob':
      return bytesOf(value);
    case 'timestamp':
      return timeOf(value);
    case 'document':
      return value;
    default:
      return container(shape, value, depth);
  }
};

/**
 * A request's JSON as the SDK's command had it: bytes for base64, dates for seconds. Throws `SerializationException` where
 * the type is another than the model's. Texts are DynamoDB's, as recorded in the tests of
 * https://github.com/architect/dynalite (test/helpers.js, assertType), whatever the service.
 */
export const readInput = (shape: Shape, json: unknown): unknown => {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw refuse('The request body is no JSON object.');
  return read(shape, json, 0);
};
