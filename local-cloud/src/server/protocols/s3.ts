import { isPresigned, verifyPresigned } from '../../engine/blob/presigned.ts';
import { AwsError, unknownOperation } from '../../engine/contract.ts';
import type { Caller } from '../../engine/contract.ts';
import type { BucketDefinition } from '../../template/model.ts';
import type { Credentials } from '../credentials.ts';
import { addressOf } from './s3-address.ts';
import type { Address } from './s3-address.ts';
import { metadataOf, uploadOf } from './s3-upload.ts';
import { headerOf, wireErrorOf } from './wire.ts';
import type { Execute, WireAnswer, WireRequest } from './wire.ts';
import { elements } from './xml.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export interface S3Deps {
  readonly execute: Execute;
  readonly buckets: readonly BucketDefinition[];
  readonly region: string;
  readonly credentials: Pick<Credentials, 'callerOf' | 'secretFor'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What this port answers of S3 beside what the engine does. */
export const S3_BUCKETS = ['ListBuckets', 'HeadBucket', 'GetBucketLocation'] as const;

/** Output field → header, for what GET and HEAD answer. */
const OUTPUT_HEADERS = {
  AcceptRanges: 'accept-ranges',
  CacheControl: 'cache-control',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  ContentType: 'content-type',
  ETag: 'etag',
  LastModified: 'last-modified',
} as const;

const INPUT_HEADERS = {
  CacheControl: 'cache-control',
  ContentDisposition: 'content-disposition',
  ContentType: 'content-type',
  IfMatch: 'if-match',
  IfNoneMatch: 'if-none-match',
  Range: 'range',
} as const;

const RESPONSE_OVERRIDES = {
  ResponseCacheControl: 'response-cache-control',
  ResponseContentDisposition: 'response-content-disposition',
  ResponseContentEncoding: 'response-content-encoding',
  ResponseContentType: 'response-content-type',
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** A query can hold what no header can: another character set, or a line break. */
const headerValue = (value: string): string => {
  if (/^[\t\x20-\x7e\xa0-\xff]*$/.test(value)) return value;
  throw new AwsError('InvalidArgument', 'Header value cannot be represented using ISO-8859-1.', 400);
};

const inputOf = ({ headers, query }: WireRequest, { bucket, key }: Address): Record<string, unknown> => {
  const input: Record<string, unknown> = { Bucket: bucket, Key: key };
  for (const [field, name] of Object.entries(INPUT_HEADERS)) {
    const value = headerOf(headers, name);
    if (value !== undefined) input[field] = value;
  }
  for (const [field, name] of Object.entries(RESPONSE_OVERRIDES)) {
    const value = query.get(name);
    if (value !== null) input[field] = headerValue(value);
  }
  return input;
};

const describe = (output: Fields): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [field, name] of Object.entries(OUTPUT_HEADERS)) {
    const value = output[field];
    if (value instanceof Date) headers[name] = value.toUTCString();
    else if (typeof value === 'string' || typeof value === 'number') headers[name] = String(value);
  }
  for (const [name, value] of Object.entries((output['Metadata'] ?? {}) as Record<string, string>)) {
    headers[`x-amz-meta-${name}`] = value;
  }
  return headers;
};

const xml = (status: number, body: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

const document = (name: string, fields: object): WireAnswer =>
  xml(200, `<${name} xmlns="${NAMESPACE}">${elements(fields, 'flat')}</${name}>`);

const refuse = (error: unknown, request: WireRequest): WireAnswer => {
  const { name, message, status, extra } = wireErrorOf(error);
  if (request.method === 'HEAD' || status === 304) return { status, headers: {}, body: '' };
  const fields = { Code: name, Message: message, ...extra, RequestId: request.requestId };
  return xml(status, `<Error>${elements(fields, 'flat')}</Error>`);
};

/** Presigned links are given to others, so their signatures are checked. */
const callerOf = (request: WireRequest, deps: S3Deps): Caller => {
  const rawQuery = request.rawQuery;
  if (!isPresigned(rawQuery)) return request.caller;
  const { accessKeyId } = verifyPresigned({
    method: request.method,
    host: headerOf(request.headers, 'host') ?? '',
    path: request.path,
    query: rawQuery,
    headers: Object.fromEntries(
      Object.keys(request.headers).map((name) => [name, headerOf(request.headers, name) ?? '']),
    ),
    now: deps.now(),
    secretFor: deps.credentials.secretFor,
  });
  return deps.credentials.callerOf(`Credential=${accessKeyId}/`);
};

const onBucket = (request: WireRequest, { bucket }: Address, caller: Caller, deps: S3Deps): WireAnswer => {
  const { method, query } = request;
  const run = (operation: string, input: Fields) => (deps.execute('s3', operation, input, caller) ?? {}) as Fields;
  if (method === 'GET' && query.get('list-type') === '2') {
    const maxKeys = query.get('max-keys');
    const input = {
      Bucket: bucket,
      Prefix: query.get('prefix') ?? undefined,
      Delimiter: query.get('delimiter') ?? undefined,
      ContinuationToken: query.get('continuation-token') ?? undefined,
      StartAfter: query.get('start-after') ?? undefined,
      MaxKeys: maxKeys === null ? undefined : Number(maxKeys),
    };
    const output = run('ListObjectsV2', input);
    return query.get('encoding-type') === 'url'
      ? document('ListBucketResult', urlEncoded(output))
      : document('ListBucketResult', output);
  }
  if (!deps.buckets.some(({ name }) => name === bucket)) {
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });
  }
  if (method === 'HEAD') return { status: 200, headers: { 'x-amz-bucket-region': deps.region }, body: '' };
  if (method === 'GET' && query.has('location')) {
    return xml(200, `<LocationConstraint xmlns="${NAMESPACE}">${deps.region}</LocationConstraint>`);
  }
  throw unknownOperation('s3', `${method} ${request.path}?${query.toString()}`);
};

/** What `encoding-type=url` asks: the CLI sends it so that any key fits into XML. */
const urlEncoded = (output: Fields): Fields => {
  const encode = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/');
  const each = (list: unknown, field: string): unknown =>
    Array.isArray(list)
      ? (list as Record<string, string>[]).map((item) => ({ ...item, [field]: encode(item[field] ?? '') }))
      : undefined;
  return {
    ...output,
    EncodingType: 'url',
    Prefix: typeof output['Prefix'] === 'string' ? encode(output['Prefix']) : '',
    Contents: each(output['Contents'], 'Key'),
    CommonPrefixes: each(output['CommonPrefixes'], 'Prefix'),
  };
};

const onObject = (request: WireRequest, address: Address, caller: Caller, deps: S3Deps): WireAnswer => {
  const { method, headers } = request;
  const run = (operation: string, input: Fields) => (deps.execute('s3', operation, input, caller) ?? {}) as Fields;
  const plain = [...request.query.keys()].every((name) => /^(x-id$|x-amz-|response-)/i.test(name));
  if (!plain || headers['x-amz-copy-source'] !== undefined) {
    throw unknownOperation('s3', `${method} ${request.path}?${request.query.toString()}`);
  }
  const input = inputOf(request, address);
  switch (method) {
    case 'PUT': {
      const { bytes, contentEncoding, checksums } = uploadOf(headers, request.body);
      const output = run('PutObject', {
        ...input,
        Body: bytes,
        Metadata: metadataOf(headers, request.query),
        ...(contentEncoding !== undefined && { ContentEncoding: contentEncoding }),
      });
      return { status: 200, headers: { ...describe(output), ...checksums }, body: '' };
    }
    case 'GET': {
      const output = run('GetObject', input);
      const status = output['ContentRange'] === undefined ? 200 : 206;
      return { status, headers: describe(output), body: output['Body'] as Uint8Array };
    }
    case 'HEAD':
      return { status: 200, headers: describe(run('HeadObject', input)), body: '' };
    case 'DELETE':
      run('DeleteObject', { Bucket: address.bucket, Key: address.key });
      return { status: 204, headers: {}, body: '' };
    default:
      throw unknownOperation('s3', method);
  }
};

/** S3's REST-XML. https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html */
export const answerS3 = (request: WireRequest, deps: S3Deps): WireAnswer => {
  try {
    const host = headerOf(request.headers, 'host') ?? '';
    const names = deps.buckets.map(({ name }) => name);
    const address = addressOf(host, request.path, names);
    const caller = callerOf(request, deps);
    if (address.bucket === '') {
      if (caller.kind !== 'admin') throw new AwsError('AccessDenied', 'Access Denied', 403);
      const buckets = { Bucket: names.map((Name) => ({ Name, CreationDate: new Date(0) })) };
      return document('ListAllMyBucketsResult', { Buckets: buckets });
    }
    return address.key === '' ? onBucket(request, address, caller, deps) : onObject(request, address, caller, deps);
  } catch (error) {
    return refuse(error, request);
  }
};
