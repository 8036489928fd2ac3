import type { Result } from '@orderwire/kernel/result';
import { ok, refuse } from '@orderwire/kernel/result';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { FieldError, Problem } from './problem.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html allows 10 MB; an order needs far less. */
const MAX_BODY_BYTES = 100_000;

/** The bytes the client sent, before anything reads them: what signatures are computed over. */
export const rawBodyOf = (event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): Uint8Array =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');

/** Parses bytes as JSON. Broken UTF-8 and a byte order mark are refused, not repaired. An empty body is undefined. */
export const parseJson = (raw: Uint8Array): Result<unknown, Problem> => {
  if (raw.byteLength > MAX_BODY_BYTES)
    return refuse({ status: 413, code: 'BODY_TOO_LARGE', detail: `A body has at most ${MAX_BODY_BYTES} bytes.` });
  if (raw.byteLength === 0) return ok(undefined);
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw)) as unknown);
  } catch {
    return refuse({ status: 400, code: 'BODY_NOT_JSON', detail: 'The body is not valid JSON in UTF-8.' });
  }
};

/** Fits a value into a schema; all faults are named at once. */
export const fit = <S extends z.ZodMiniType>(schema: S, value: unknown, where: 'body' | 'query' | 'path') => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return refuse<Problem>({
    status: 422,
    code: 'REQUEST_INVALID',
    detail: where === 'body' ? 'The body has faults.' : `The ${where} parameters have faults.`,
    errors: parsed.error.issues.slice(0, 20).flatMap((issue) => describe(issue, where)),
  });
};

const describe = (issue: z.core.$ZodIssue, where: string): readonly FieldError[] => {
  const pointer = (keys: readonly PropertyKey[]): string =>
    where === 'body'
      ? `#${keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100)}`).join('')}`
      : keys.map(String).join('.').slice(0, 100);
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .slice(0, 20)
      .map((key) => ({ pointer: pointer([...issue.path, key]), message: 'is not known here' }));
  return [{ pointer: pointer(issue.path), message: messageFor(issue) }];
};

const messageFor = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? `is missing or no ${issue.expected}` : `is no ${issue.expected}`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `is at least ${issue.minimum}`
        : `has at least ${issue.minimum} (${issue.origin})`;
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `is at most ${issue.maximum}`
        : `has at most ${issue.maximum} (${issue.origin})`;
    case 'invalid_value':
      return `is one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return `is not a valid ${issue.format}`;
    default:
      return issue.message === 'Invalid input' ? 'is not valid' : issue.message;
  }
};
