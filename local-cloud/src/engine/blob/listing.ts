import type { _Object, ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3';
import type { StoredObject } from './state.ts';

const MAX_KEYS = 1000;

/** S3 lists keys in the order of their UTF-8 bytes, which is not JavaScript's order of UTF-16 units. */
const inByteOrder = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

const after = (input: ListObjectsV2Request): string =>
  input.ContinuationToken === undefined
    ? (input.StartAfter ?? '')
    : Buffer.from(input.ContinuationToken, 'base64url').toString('utf8');

/** The key itself, or the folder (up to the delimiter) that stands for it. */
const entryOf = (key: string, prefix: string, delimiter: string | undefined): string => {
  const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
  return end < 0 ? key : key.slice(0, end + (delimiter?.length ?? 0));
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjects = (
  objects: ReadonlyMap<string, StoredObject>,
  input: ListObjectsV2Request,
): ListObjectsV2Output => {
  const prefix = input.Prefix ?? '';
  const limit = Math.min(input.MaxKeys ?? MAX_KEYS, MAX_KEYS);
  const start = after(input);
  const entries = [
    ...new Set(
      [...objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => entryOf(key, prefix, input.Delimiter)),
    ),
  ]
    .filter((entry) => start === '' || inByteOrder(entry, start) > 0)
    .sort(inByteOrder);
  const page = entries.slice(0, limit);
  const truncated = entries.length > page.length;
  const contents = page.flatMap((key): _Object[] => {
    const object = objects.get(key);
    if (object === undefined) return [];
    return [
      {
        Key: key,
        ETag: object.etag,
        Size: object.body.byteLength,
        LastModified: new Date(object.modifiedAt),
        StorageClass: 'STANDARD',
      },
    ];
  });
  const folders = page.filter((entry) => !objects.has(entry)).map((Prefix) => ({ Prefix }));
  return {
    ...(input.Bucket === undefined ? {} : { Name: input.Bucket }),
    Prefix: prefix,
    ...(input.Delimiter === undefined ? {} : { Delimiter: input.Delimiter }),
    MaxKeys: limit,
    KeyCount: page.length,
    IsTruncated: truncated,
    ...(contents.length === 0 ? {} : { Contents: contents }),
    ...(folders.length === 0 ? {} : { CommonPrefixes: folders }),
    ...(truncated ? { NextContinuationToken: Buffer.from(page.at(-1) ?? '').toString('base64url') } : {}),
  };
};
