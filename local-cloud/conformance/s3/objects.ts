import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { GetObjectCommandInput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import { casesOf, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { S3 } from '../pages.ts';

type More<T> = Partial<Omit<T, 'Bucket' | 'Key'>>;

const put = async ({ s3, fixture }: Cloud, Key: string, Body: string, more: More<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket: await fixture.bucket(), Key, Body: Buffer.from(Body), ...more }));

const get = async ({ s3, fixture }: Cloud, Key: string, more: More<GetObjectCommandInput> = {}) =>
  s3.send(new GetObjectCommand({ Bucket: await fixture.bucket(), Key, ...more }));

const textOf = async (cloud: Cloud, key: string, more: More<GetObjectCommandInput> = {}) =>
  (await get(cloud, key, more)).Body?.transformToString();

const head = async ({ s3, fixture }: Cloud, Key: string) =>
  s3.send(new HeadObjectCommand({ Bucket: await fixture.bucket(), Key }));

const remove = async ({ s3, fixture }: Cloud, Key: string) =>
  s3.send(new DeleteObjectCommand({ Bucket: await fixture.bucket(), Key }));

/** An object of its own with the digits as content; gives its key. */
const digits = async (cloud: Cloud): Promise<string> => {
  const key = cloud.unique('digits');
  await put(cloud, key, '0123456789');
  return key;
};

const ranged = (id: string, rule: string, range: string, text: string, contentRange: string): AreaCase => ({
  name: `range-${id}`,
  rule,
  source: S3.api('GetObject'),
  run: async (cloud) => {
    const { Body, ContentRange, ContentLength, $metadata } = await get(cloud, await digits(cloud), { Range: range });
    same([await Body?.transformToString(), ContentRange, ContentLength], [text, contentRange, text.length]);
    same($metadata.httpStatusCode, 206);
  },
});

const notFound = (
  name: string,
  rule: string,
  source: string,
  ask: (cloud: Cloud, key: string) => Promise<unknown>,
  refusal: string,
): AreaCase => ({
  name,
  rule,
  source,
  run: async (cloud) => {
    const { $metadata } = await refused(ask(cloud, cloud.unique('none')), refusal);
    same($metadata.httpStatusCode, 404);
  },
});

export const objects = casesOf('s3/objects', S3.api('PutObject'), [
  {
    name: 'put-and-get',
    rule: 'An object is read as it was written, at once, with an ETag that is the MD5 of its bytes.',
    run: async (cloud) => {
      const [key, text] = [cloud.unique('object'), 'gr\u{fc}n \u{1f600}'];
      const md5 = `"${createHash('md5').update(text).digest('hex')}"`;
      same((await put(cloud, key, text)).ETag, md5);
      const got = await get(cloud, key);
      same([await got.Body?.transformToString(), got.ETag, got.ContentLength], [text, md5, Buffer.byteLength(text)]);
      holds(Math.abs((got.LastModified?.getTime() ?? 0) - Date.now()) < 60_000, 'LastModified is not now.');
    },
  },
  {
    name: 'replaced',
    rule: 'A second put replaces the whole object, its metadata too.',
    run: async (cloud) => {
      const key = cloud.unique('object');
      await put(cloud, key, 'old', { Metadata: { old: 'yes' }, ContentType: 'text/plain' });
      await put(cloud, key, 'new', { Metadata: { new: 'yes' } });
      const { Metadata, ContentType, Body } = await get(cloud, key);
      same(
        [await Body?.transformToString(), Metadata, ContentType],
        ['new', { new: 'yes' }, 'application/octet-stream'],
      );
    },
  },
  {
    name: 'headers',
    rule: 'Content type, disposition, encoding and cache control come back as they were put.',
    source: S3.guide('UsingMetadata'),
    run: async (cloud) => {
      const key = cloud.unique('object');
      const headers = {
        ContentType: 'application/pdf',
        ContentDisposition: 'attachment; filename="invoice.pdf"',
        CacheControl: 'private, max-age=60',
      };
      await put(cloud, key, 'x', headers);
      const { ContentType, ContentDisposition, CacheControl } = await get(cloud, key);
      same({ ContentType, ContentDisposition, CacheControl }, headers);
    },
  },
  {
    name: 'metadata',
    rule: 'User metadata comes back with names in lower case.',
    source: S3.guide('UsingMetadata'),
    run: async (cloud) => {
      const key = cloud.unique('object');
      await put(cloud, key, 'x', { Metadata: { OrderId: 'A-1', plain: 'b' } });
      same((await head(cloud, key)).Metadata, { orderid: 'A-1', plain: 'b' });
    },
  },
  {
    name: 'head',
    rule: 'A head tells what a get would, without the content.',
    source: S3.api('HeadObject'),
    run: async (cloud) => {
      const key = cloud.unique('object');
      const { ETag } = await put(cloud, key, 'twelve bytes', { ContentType: 'text/plain' });
      const found = await head(cloud, key);
      same([found.ETag, found.ContentLength, found.ContentType], [ETag, 12, 'text/plain']);
    },
  },
  {
    name: 'empty',
    rule: 'An object may be empty.',
    run: async (cloud) => {
      const key = cloud.unique('object');
      await put(cloud, key, '');
      same([await textOf(cloud, key), (await head(cloud, key)).ContentLength], ['', 0]);
    },
  },
  {
    name: 'odd-keys',
    rule: 'A key is any UTF-8 of at most 1,024 bytes: spaces, signs, slashes and other scripts.',
    source: S3.guide('object-keys'),
    run: async (cloud) => {
      for (const part of [
        'a b',
        'a+b',
        'a%20b',
        'a/b//c',
        'a?b=c&d#e',
        "a'b(c)!*",
        'gr\u{fc}n/\u{65e5}\u{672c}',
        '~.-_',
      ]) {
        const key = `${cloud.unique('odd')}/${part}`;
        await put(cloud, key, part);
        same(await textOf(cloud, key), part, key);
      }
    },
  },
  {
    name: 'key-too-long',
    rule: 'A key of more than 1,024 bytes is refused with KeyTooLongError.',
    source: S3.guide('object-keys'),
    run: async (cloud) => {
      await refused(put(cloud, `${cloud.unique('long')}${'\u{fc}'.repeat(513)}`, 'x'), 'KeyTooLongError');
    },
  },
  notFound(
    'no-such-key',
    'A get of a key that is not there is refused with NoSuchKey, 404, to one who may list the bucket.',
    S3.api('GetObject'),
    get,
    'NoSuchKey',
  ),
  notFound(
    'head-not-found',
    'A head of a key that is not there is 404 without a body, which the SDK calls NotFound.',
    S3.api('HeadObject'),
    head,
    'NotFound',
  ),
  {
    name: 'no-such-bucket',
    rule: 'A bucket that does not exist is refused with NoSuchBucket; a head of it is NotFound.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    run: async ({ s3, unique }) => {
      const Bucket = unique('no-bucket');
      await refused(s3.send(new GetObjectCommand({ Bucket, Key: 'x' })), 'NoSuchBucket');
      await refused(s3.send(new ListObjectsV2Command({ Bucket })), 'NoSuchBucket');
      await refused(s3.send(new HeadBucketCommand({ Bucket })), 'NotFound');
    },
  },
  {
    name: 'deleted',
    rule: 'A deleted object is gone; deleting what is not there succeeds as well.',
    source: S3.api('DeleteObject'),
    run: async (cloud) => {
      const key = await digits(cloud);
      same((await remove(cloud, key)).$metadata.httpStatusCode, 204);
      await refused(get(cloud, key), 'NoSuchKey');
      same((await remove(cloud, key)).$metadata.httpStatusCode, 204);
    },
  },
  ranged(
    'from-to',
    'A range gives these bytes with 206 and says which of how many.',
    'bytes=2-4',
    '234',
    'bytes 2-4/10',
  ),
  ranged('to-the-end', 'A range without an end goes to the end.', 'bytes=7-', '789', 'bytes 7-9/10'),
  ranged('last', 'A range without a beginning gives the last bytes.', 'bytes=-3', '789', 'bytes 7-9/10'),
  ranged('beyond-the-end', 'A range that ends beyond the object ends with it.', 'bytes=8-99', '89', 'bytes 8-9/10'),
  {
    name: 'range-unsatisfiable',
    rule: 'A range that begins beyond the end is refused with InvalidRange, 416.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    run: async (cloud) => {
      const { $metadata } = await refused(get(cloud, await digits(cloud), { Range: 'bytes=10-' }), 'InvalidRange');
      same($metadata.httpStatusCode, 416);
    },
  },
  {
    name: 'created-once',
    rule: 'With If-None-Match: * only the first put of a key succeeds; the next is refused with PreconditionFailed, 412.',
    source: S3.guide('conditional-writes'),
    run: async (cloud) => {
      const key = cloud.unique('once');
      await put(cloud, key, 'first', { IfNoneMatch: '*' });
      const { $metadata } = await refused(put(cloud, key, 'second', { IfNoneMatch: '*' }), 'PreconditionFailed');
      same([$metadata.httpStatusCode, await textOf(cloud, key)], [412, 'first']);
    },
  },
  {
    name: 'replaced-if-same',
    rule: 'With If-Match a put succeeds only while the ETag is still that one.',
    source: S3.guide('conditional-writes'),
    run: async (cloud) => {
      const key = cloud.unique('matched');
      const { ETag = '' } = await put(cloud, key, 'first');
      await put(cloud, key, 'second', { IfMatch: ETag });
      await refused(put(cloud, key, 'third', { IfMatch: ETag }), 'PreconditionFailed');
      same(await textOf(cloud, key), 'second');
    },
  },
  {
    name: 'replaced-if-there',
    rule: 'With If-Match a put of a key that is not there is refused with NoSuchKey.',
    source: S3.guide('conditional-writes'),
    run: async (cloud) => {
      await refused(put(cloud, cloud.unique('none'), 'x', { IfMatch: '"0"' }), 'NoSuchKey');
    },
  },
  {
    name: 'read-if-changed',
    rule: 'With If-None-Match a get of the same ETag is 304; with If-Match one of another ETag is 412.',
    source: S3.guide('conditional-reads'),
    run: async (cloud) => {
      const key = await digits(cloud);
      const { ETag = '' } = await head(cloud, key);
      same(await textOf(cloud, key, { IfMatch: ETag }), '0123456789');
      await refused(get(cloud, key, { IfMatch: '"0"' }), 'PreconditionFailed');
      const unchanged = await get(cloud, key, { IfNoneMatch: ETag }).then(
        () => 200,
        (error: unknown) =>
          (error as { readonly $metadata: { readonly httpStatusCode: number } }).$metadata.httpStatusCode,
      );
      same(unchanged, 304);
    },
  },
  {
    name: 'bad-digest',
    rule: 'A put whose Content-MD5 is not that of the bytes is refused with BadDigest, and writes nothing.',
    run: async (cloud) => {
      const key = cloud.unique('digest');
      const ContentMD5 = createHash('md5').update('other').digest('base64');
      await refused(put(cloud, key, 'x', { ContentMD5 }), 'BadDigest');
      await refused(get(cloud, key), 'NoSuchKey');
    },
  },
  {
    name: 'checksum',
    rule: 'A SHA-256 that is sent with the bytes is checked, and answered.',
    source: S3.guide('checking-object-integrity'),
    run: async (cloud) => {
      const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
      const key = cloud.unique('checksum');
      same((await put(cloud, key, 'x', { ChecksumSHA256: sha256('x') })).ChecksumSHA256, sha256('x'));
      await refused(put(cloud, key, 'y', { ChecksumSHA256: sha256('x') }), 'BadDigest');
    },
  },
]);

const list = async ({ s3, fixture }: Cloud, more: object) =>
  s3.send(new ListObjectsV2Command({ Bucket: await fixture.bucket(), ...more }));

/** Objects under a prefix of their own; gives the prefix, which ends with a slash. */
const folder = async (cloud: Cloud, ...names: readonly string[]): Promise<string> => {
  const prefix = `${cloud.unique('listed')}/`;
  for (const name of names) await put(cloud, `${prefix}${name}`, name);
  return prefix;
};

export const listing = casesOf('s3/list', S3.api('ListObjectsV2'), [
  {
    name: 'by-prefix',
    rule: 'Keys are listed by prefix with size and ETag, in the order of their bytes, at once after the put.',
    run: async (cloud) => {
      const prefix = await folder(cloud, 'b', 'a', 'B', 'a/c', '\u{e9}', '\u{1f600}', '\u{fb01}');
      const { Contents = [], KeyCount, IsTruncated } = await list(cloud, { Prefix: prefix });
      same(
        Contents.map(({ Key = '' }) => Key.slice(prefix.length)),
        ['B', 'a', 'a/c', 'b', '\u{e9}', '\u{fb01}', '\u{1f600}'],
      );
      same([KeyCount, IsTruncated, Contents[0]?.Size], [7, false, 1]);
      same(Contents[1]?.ETag, `"${createHash('md5').update('a').digest('hex')}"`);
    },
  },
  {
    name: 'nothing',
    rule: 'A prefix without keys is an empty list, and no error.',
    run: async (cloud) => {
      const { Contents, KeyCount, IsTruncated } = await list(cloud, { Prefix: cloud.unique('none') });
      same([Contents, KeyCount, IsTruncated], [undefined, 0, false]);
    },
  },
  {
    name: 'pages',
    rule: 'With MaxKeys the rest is listed with the token of the page before; every key comes once.',
    run: async (cloud) => {
      const Prefix = await folder(cloud, 'a', 'b', 'c', 'd', 'e');
      const pages: (readonly string[])[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list(cloud, { Prefix, MaxKeys: 2, ContinuationToken });
        pages.push((page.Contents ?? []).map(({ Key = '' }) => Key.slice(Prefix.length)));
        same(page.IsTruncated, page.NextContinuationToken !== undefined);
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      same(pages, [['a', 'b'], ['c', 'd'], ['e']]);
    },
  },
  {
    name: 'folders',
    rule: 'With a delimiter, what lies below it is rolled up into common prefixes.',
    source: S3.guide('using-prefixes'),
    run: async (cloud) => {
      const Prefix = await folder(cloud, 'x/1', 'x/2', 'y/1', 'z');
      const { Contents = [], CommonPrefixes = [], KeyCount } = await list(cloud, { Prefix, Delimiter: '/' });
      same(
        Contents.map(({ Key }) => Key),
        [`${Prefix}z`],
      );
      same(
        CommonPrefixes.map((one) => one.Prefix),
        [`${Prefix}x/`, `${Prefix}y/`],
      );
      same(KeyCount, 3);
    },
  },
  {
    name: 'start-after',
    rule: 'With StartAfter the list begins after that key, whether it exists or not.',
    run: async (cloud) => {
      const Prefix = await folder(cloud, 'a', 'b', 'd');
      const keysAfter = async (name: string) =>
        ((await list(cloud, { Prefix, StartAfter: `${Prefix}${name}` })).Contents ?? []).map(({ Key = '' }) =>
          Key.slice(Prefix.length),
        );
      same([await keysAfter('b'), await keysAfter('c')], [['d'], ['d']]);
    },
  },
  {
    name: 'odd-keys',
    rule: 'Keys that XML could not hold are listed with encoding-type url.',
    run: async (cloud) => {
      const Prefix = await folder(cloud, 'a & b', '<c>', 'd+e');
      const { Contents = [] } = await list(cloud, { Prefix, EncodingType: 'url' });
      same(
        Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')).slice(Prefix.length)),
        ['<c>', 'a & b', 'd+e'],
      );
    },
  },
]);
