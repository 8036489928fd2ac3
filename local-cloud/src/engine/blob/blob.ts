import { createHash } from 'node:crypto';
import type {
  DeleteObjectOutput,
  DeleteObjectRequest,
  GetObjectOutput,
  GetObjectRequest,
  HeadObjectOutput,
  HeadObjectRequest,
  ListObjectsV2Output,
  ListObjectsV2Request,
  PutObjectOutput,
  PutObjectRequest,
} from '@aws-sdk/client-s3';
import type { BucketDefinition } from '../../template/model.ts';
import { AwsError, type Caller, type Charging, type Operations } from '../contract.ts';
import { listObjects } from './listing.ts';
import { rangeOf } from './range.ts';
import { makeBlobState, type BlobState, type StoredObject } from './state.ts';

/** The SDK's input with a complete body: the driver reads streams before it calls. */
export type PutObjectInput = Omit<PutObjectRequest, 'Body'> & { readonly Body?: Uint8Array | string | undefined };
export type GetObjectResult = Omit<GetObjectOutput, 'Body'> & { readonly Body: Uint8Array };

export interface BlobDeps extends Charging {
  readonly buckets: readonly BucketDefinition[];
  /**
   * Throws `AccessDenied` when the caller may not list the bucket: to such a caller S3 does not tell whether a key
   * exists. Usually `access.check` of a `ListObjectsV2`.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_Permissions
   */
  readonly requireMayList: (caller: Caller, bucket: string) => void;
  readonly state?: BlobState;
}

export interface BlobPart {
  readonly operations: Operations;
}

const MAX_KEY_BYTES = 1024;

const noSuchKey = (key: string): AwsError =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });

const preconditionFailed = (condition: 'If-Match' | 'If-None-Match'): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition: condition,
  });

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { [key in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { [key in Key]?: Value };

const describe = (object: StoredObject): HeadObjectOutput => ({
  AcceptRanges: 'bytes',
  ContentLength: object.body.byteLength,
  ContentType: object.contentType,
  ETag: object.etag,
  LastModified: new Date(Math.floor(object.modifiedAt / 1000) * 1000),
  Metadata: { ...object.metadata },
  ...optional('ContentDisposition', object.contentDisposition),
  ...optional('CacheControl', object.cacheControl),
  ...optional('ContentEncoding', object.contentEncoding),
});

/** `response-content-disposition` and its like, which only signed requests may carry. */
const overrides = (input: GetObjectRequest | HeadObjectRequest): Partial<HeadObjectOutput> => ({
  ...optional('ContentType', input.ResponseContentType),
  ...optional('ContentDisposition', input.ResponseContentDisposition),
  ...optional('CacheControl', input.ResponseCacheControl),
  ...optional('ContentEncoding', input.ResponseContentEncoding),
});

const requireConditions = (object: StoredObject, input: GetObjectRequest | HeadObjectRequest): void => {
  if (input.IfMatch !== undefined && input.IfMatch !== object.etag) throw preconditionFailed('If-Match');
  if (input.IfNoneMatch === object.etag) throw new AwsError('NotModified', 'Not Modified', 304);
};

/** S3: whole objects in buckets, without versions. Multipart uploads are not used by the platform. */
export const makeBlob = ({ environment, buckets, meter, ownerOf, requireMayList, state }: BlobDeps): BlobPart => {
  const stored = (state ?? makeBlobState()).buckets;
  for (const { name } of buckets) if (!stored.has(name)) stored.set(name, new Map<string, StoredObject>());

  const objectsIn = (bucket: string | undefined): Map<string, StoredObject> => {
    const objects = stored.get(bucket ?? '');
    if (objects !== undefined) return objects;
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket });
  };

  const putObject = (input: PutObjectInput, caller: Caller): PutObjectOutput => {
    const objects = objectsIn(input.Bucket);
    const key = input.Key ?? '';
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
      throw new AwsError('KeyTooLongError', 'Your key is too long', 400, { MaxSizeAllowed: MAX_KEY_BYTES });
    }
    const existing = objects.get(key);
    if (input.IfNoneMatch === '*' && existing !== undefined) throw preconditionFailed('If-None-Match');
    if (input.IfMatch !== undefined && existing === undefined) throw noSuchKey(key);
    if (input.IfMatch !== undefined && input.IfMatch !== existing?.etag) throw preconditionFailed('If-Match');
    const body = typeof input.Body === 'string' ? Buffer.from(input.Body) : Uint8Array.from(input.Body ?? []);
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const metadata = Object.entries(input.Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
    objects.set(key, {
      body,
      etag,
      modifiedAt: environment.now(),
      contentType: input.ContentType ?? 'binary/octet-stream',
      metadata: Object.fromEntries(metadata),
      ...optional('contentDisposition', input.ContentDisposition),
      ...optional('cacheControl', input.CacheControl),
      ...optional('contentEncoding', input.ContentEncoding),
    });
    meter.count('s3-put', 1, ownerOf(caller));
    return { ETag: etag };
  };

  const getObject = (input: GetObjectRequest, caller: Caller): GetObjectResult => {
    const object = objectsIn(input.Bucket).get(input.Key ?? '');
    meter.count('s3-get', 1, ownerOf(caller));
    if (object === undefined) {
      requireMayList(caller, input.Bucket ?? '');
      throw noSuchKey(input.Key ?? '');
    }
    requireConditions(object, input);
    const described = { ...describe(object), ...overrides(input) };
    const range = rangeOf(input.Range, object.body.byteLength);
    if (range === undefined) return { ...described, Body: object.body };
    return {
      ...described,
      Body: object.body.slice(range.from, range.to + 1),
      ContentLength: range.to - range.from + 1,
      ContentRange: `bytes ${range.from}-${range.to}/${object.body.byteLength}`,
    };
  };

  const headObject = (input: HeadObjectRequest, caller: Caller): HeadObjectOutput => {
    const object = objectsIn(input.Bucket).get(input.Key ?? '');
    meter.count('s3-get', 1, ownerOf(caller));
    if (object === undefined) {
      requireMayList(caller, input.Bucket ?? '');
      // A HEAD answer has no body that could name the error, so the SDK makes this name from the status.
      throw new AwsError('NotFound', 'Not Found', 404);
    }
    requireConditions(object, input);
    return { ...describe(object), ...overrides(input) };
  };

  /** Succeeds whether or not the key exists; S3 charges nothing for it. */
  const deleteObject = (input: DeleteObjectRequest): DeleteObjectOutput => {
    objectsIn(input.Bucket).delete(input.Key ?? '');
    return {};
  };

  const listObjectsV2 = (input: ListObjectsV2Request, caller: Caller): ListObjectsV2Output => {
    const objects = objectsIn(input.Bucket);
    meter.count('s3-put', 1, ownerOf(caller));
    return listObjects(objects, input);
  };

  return {
    operations: {
      PutObject: putObject,
      GetObject: getObject,
      HeadObject: headObject,
      DeleteObject: deleteObject,
      ListObjectsV2: listObjectsV2,
    },
  };
};
