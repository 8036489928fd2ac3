import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../contract.ts';

export interface PresignedRequest {
  readonly method: string;
  /** The Host header as it was sent, with its port. */
  readonly host: string;
  /** Still percent-encoded, as it was sent. */
  readonly path: string;
  /** Without the question mark, still percent-encoded. */
  readonly query: string;
  /** Only needed for headers that were signed besides `host`; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly secretFor: (accessKeyId: string) => string | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_SECONDS = 7 * 24 * 60 * 60;
/** How far a signer's clock may run ahead of S3's. */
const MAX_SKEW_MS = 15 * 60 * 1000;

const refuse = (name: string, message: string, status = 403, extra = {}): AwsError =>
  new AwsError(name, message, status, extra);

/** RFC 3986's unreserved characters stay, everything else is encoded, which `encodeURIComponent` alone does not do. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
};

type Pair = readonly [name: string, value: string];

const pairsIn = (query: string): readonly Pair[] =>
  query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split('=');
      return [decode(name.replaceAll('+', ' ')), decode(rest.join('=').replaceAll('+', ' '))];
    });

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const canonicalQuery = (pairs: readonly Pair[]): string =>
  pairs
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&');

/** `20260801T120000Z` → milliseconds since the epoch; NaN when it is no such date. */
const parseDate = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

interface Parameters {
  readonly accessKeyId: string;
  /** `20260801/eu-west-1/s3/aws4_request` */
  readonly scope: string;
  readonly date: string;
  readonly signedAt: number;
  readonly seconds: number;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const REQUIRED = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'] as const;

const parametersIn = (pairs: readonly Pair[]): Parameters => {
  const values = new Map(pairs);
  const take = (name: string): string => values.get(`X-Amz-${name}`) ?? '';
  if (REQUIRED.some((name) => take(name) === '')) {
    const names =
      'X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires';
    const message = `Query-string authentication version 4 requires the ${names} parameters.`;
    throw refuse('AuthorizationQueryParametersError', message, 400);
  }
  const [accessKeyId = '', ...scope] = take('Credential').split('/');
  const [signedAt, seconds] = [parseDate(take('Date')), Number(take('Expires'))];
  if (scope.length !== 4) {
    const message =
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".';
    throw refuse('AuthorizationQueryParametersError', message, 400);
  }
  if (take('Algorithm') !== ALGORITHM || Number.isNaN(signedAt) || !Number.isInteger(seconds)) {
    throw refuse('AuthorizationQueryParametersError', 'The query-string authentication parameters are malformed.', 400);
  }
  if (seconds < 0 || seconds > MAX_SECONDS) {
    const message = `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAX_SECONDS} seconds`;
    throw refuse('AuthorizationQueryParametersError', message, 400);
  }
  return {
    accessKeyId,
    scope: scope.join('/'),
    date: take('Date'),
    signedAt,
    seconds,
    signedHeaders: take('SignedHeaders').split(';'),
    signature: take('Signature'),
  };
};

const requireInTime = ({ signedAt, seconds }: Parameters, now: number): void => {
  if (signedAt - now > MAX_SKEW_MS) throw refuse('AccessDenied', 'Request is not yet valid');
  const expiresAt = signedAt + seconds * 1000;
  if (now < expiresAt) return;
  throw refuse('AccessDenied', 'Request has expired', 403, {
    'X-Amz-Expires': String(seconds),
    Expires: new Date(expiresAt).toISOString(),
    ServerTime: new Date(now).toISOString(),
  });
};

/**
 * Headers that the signature does not cover are refused: they could change what the signer allowed. The hash of the
 * body is allowed.
 */
const requireSigned = ({ headers = {} }: PresignedRequest, { signedHeaders }: Parameters): void => {
  const unsigned = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  throw refuse('AccessDenied', 'There were headers present in the request which were not signed', 403, {
    HeadersNotSigned: unsigned.join(', '),
  });
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const signatureOf = (
  request: PresignedRequest,
  pairs: readonly Pair[],
  { scope, date, signedHeaders }: Parameters,
  secret: string,
): Buffer => {
  const headers: Readonly<Record<string, string>> = { ...request.headers, host: request.host };
  const path = request.path.split('/').map((segment) => encode(decode(segment)));
  const canonicalRequest = [
    request.method.toUpperCase(),
    path.join('/'),
    canonicalQuery(pairs),
    ...signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const hash = createHash('sha256').update(canonicalRequest).digest('hex');
  const key = scope.split('/').reduce<string | Buffer>((signing, part) => hmac(signing, part), `AWS4${secret}`);
  return hmac(key, [ALGORITHM, date, scope, hash].join('\n'));
};

/**
 * Whether a presigned URL (SigV4 in the query) is genuine and still valid; answers whose key signed it, so that the
 * caller's permissions can be checked next. Throws S3's own refusals: `AccessDenied` when expired, not yet valid or with
 * headers that nobody signed, `SignatureDoesNotMatch`, `InvalidAccessKeyId`, `AuthorizationQueryParametersError`.
 */
export const verifyPresigned = (request: PresignedRequest): { readonly accessKeyId: string } => {
  const pairs = pairsIn(request.query);
  const parameters = parametersIn(pairs);
  const { accessKeyId, signature } = parameters;
  const secret = request.secretFor(accessKeyId);
  if (secret === undefined) {
    throw refuse('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  }
  requireInTime(parameters, request.now);
  requireSigned(request, parameters);
  const expected = signatureOf(request, pairs, parameters, secret);
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw refuse(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  return { accessKeyId };
};

const CLAIM = new RegExp(`(^|&)X-Amz-(${REQUIRED.join('|')})=`);

/** Whether a query string claims to be a presigned request at all, with all parameters or only some. */
export const isPresigned = (query: string): boolean => CLAIM.test(query);
