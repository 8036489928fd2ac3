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

/**
 * The cookies by name; of two alike the first, which browsers send from the longer path.
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5.4
 */
export const cookiesOf = ({
  cookies = [],
}: Pick<APIGatewayProxyEventV2, 'cookies'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    cookies.toReversed().map((cookie) => {
      const [name = '', ...value] = cookie.split('=');
      return [name.trim(), value.join('=').trim()];
    }),
  );

/** What a decoder writes in the place of bytes that are no UTF-8. Nobody means it: it is what is left of broken text. */
const REPLACEMENT = '\uFFFD';

const ENCODING_INVALID: Problem = {
  status: 400,
  code: 'ENCODING_INVALID',
  detail: 'The request holds bytes that are no UTF-8.',
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined for broken UTF-8, and for such as somebody has repaired before us: what was meant is lost. */
const textOf = (raw: Uint8Array): string | undefined => {
  try {
    const text = utf8.decode(raw);
    return text.includes(REPLACEMENT) ? undefined : text;
  } catch {
    return undefined;
  }
};

/**
 * Refuses a path or a query whose escapes are no UTF-8. API Gateway has decoded both before us, and does not say what it makes
 * of such bytes: whatever it could not read stands there as a replacement character.
 */
export const checkUrl = (
  event: Pick<APIGatewayProxyEventV2, 'pathParameters' | 'queryStringParameters'>,
): Result<undefined, Problem> =>
  [event.pathParameters, event.queryStringParameters]
    .flatMap((parameters) => Object.entries(parameters ?? {}).flat())
    .some((text) => text?.includes(REPLACEMENT))
    ? refuse(ENCODING_INVALID)
    : ok(undefined);

/**
 * Parses bytes as JSON. Broken UTF-8 and a byte order mark are refused, not repaired. An empty body is undefined. A body of a
 * text type comes to us as text: where API Gateway has repaired it, the replacement character tells.
 */
export const parseJson = (raw: Uint8Array): Result<unknown, Problem> => {
  if (raw.byteLength > MAX_BODY_BYTES)
    return refuse({ status: 413, code: 'BODY_TOO_LARGE', detail: `A body has at most ${MAX_BODY_BYTES} bytes.` });
  if (raw.byteLength === 0) return ok(undefined);
  const text = textOf(raw);
  if (text === undefined) return refuse(ENCODING_INVALID);
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    return refuse({ status: 400, code: 'BODY_NOT_JSON', detail: 'The body is not valid JSON.' });
  }
};

type Where = 'headers' | 'query' | 'body';

const WHAT = {
  headers: 'The headers have faults.',
  query: 'The query parameters have faults.',
  body: 'The body has faults.',
};

/**
 * Fits a value into a schema. All faults are named at once, one per field: what comes after the first follows from it. A
 * query that does not fit is a bad address (400); a body or a header can be read and says something that cannot be (422).
 */
export const fit = <S extends z.ZodMiniType>(schema: S, value: unknown, where: Where) => {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return ok(parsed.data);
  const errors = parsed.error.issues.slice(0, 20).flatMap((issue) => describe(issue, where));
  return refuse<Problem>({
    status: where === 'query' ? 400 : 422,
    code: 'REQUEST_INVALID',
    detail: WHAT[where],
    errors: errors.filter(({ pointer }, index) => errors.findIndex((one) => one.pointer === pointer) === index),
  });
};

const describe = (issue: z.core.$ZodIssue, where: Where): readonly FieldError[] => {
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
      return issue.input === undefined ? 'is missing' : `is no ${issue.expected}`;
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
