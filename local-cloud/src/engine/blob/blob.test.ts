import { describe, expect, it } from '@jest/globals';
import type { HeadObjectOutput, ListObjectsV2Output, PutObjectOutput } from '@aws-sdk/client-s3';
import { anEnvironment } from '../access/an-environment.fixture.ts';
import { calling, thrownBy } from '../access/calling.fixture.ts';
import { AwsError } from '../contract.ts';
import { makeMeter } from '../meter.ts';
import { makeBlob, type GetObjectResult } from './blob.ts';

const setUp = ({ mayList = true } = {}) => {
  const [environment, meter] = [anEnvironment(Date.UTC(2026, 7, 1, 12) + 999), makeMeter()];
  const { operations } = makeBlob({
    environment,
    meter,
    ownerOf: () => 'invoice',
    buckets: [{ name: 'invoices', arn: 'arn:aws:s3:::invoices' }],
    requireMayList: () => {
      if (!mayList) throw new AwsError('AccessDenied', 'no list', 403);
    },
  });
  const call = calling(operations);
  const put = (Key: string, input: object = {}) =>
    call<PutObjectOutput>('PutObject', { Bucket: 'invoices', Key, Body: 'hello', ...input });
  const get = (Key: string, input: object = {}) =>
    call<GetObjectResult>('GetObject', { Bucket: 'invoices', Key, ...input });
  const head = (Key: string, input: object = {}) =>
    call<HeadObjectOutput>('HeadObject', { Bucket: 'invoices', Key, ...input });
  const list = (input: object = {}) => call<ListObjectsV2Output>('ListObjectsV2', { Bucket: 'invoices', ...input });
  const remove = (Key: string) => call('DeleteObject', { Bucket: 'invoices', Key });
  return { call, put, get, head, list, remove, meter };
};

const HELLO = '"5d41402abc4b2a76b9719d911017c592"';

describe('an object that is stored', () => {
  it('comes back with its bytes and what was said about them', () => {
    const { put, get, head } = setUp();
    const stored = put('a.pdf', {
      ContentType: 'application/pdf',
      ContentDisposition: 'inline',
      CacheControl: 'no-store',
      Metadata: { Invoice: 'INV-1' },
    });
    const described = {
      ContentLength: 5,
      ContentType: 'application/pdf',
      ContentDisposition: 'inline',
      CacheControl: 'no-store',
      ETag: HELLO,
      LastModified: new Date('2026-08-01T12:00:00Z'),
      Metadata: { invoice: 'INV-1' },
    };
    expect(stored).toEqual({ ETag: HELLO });
    expect(head('a.pdf')).toMatchObject(described);
    expect(get('a.pdf')).toMatchObject(described);
    expect(Buffer.from(get('a.pdf').Body).toString()).toBe('hello');
  });

  it('does not change with the buffer it came from', () => {
    const { put, get } = setUp();
    const Body = Uint8Array.of(1, 2, 3);
    put('a', { Body });
    Body.fill(9);
    expect([...get('a').Body]).toEqual([1, 2, 3]);
  });

  it('can be shown under another name and type', () => {
    const { put, get } = setUp();
    put('a', { ContentDisposition: 'inline' });
    expect(
      get('a', { ResponseContentDisposition: 'attachment; filename="x.pdf"', ResponseContentType: 'application/pdf' }),
    ).toMatchObject({ ContentDisposition: 'attachment; filename="x.pdf"', ContentType: 'application/pdf' });
  });

  it('is gone once it is deleted, and deleting it again succeeds', () => {
    const { put, get, remove } = setUp();
    put('a');
    expect(remove('a')).toEqual({});
    expect(remove('a')).toEqual({});
    expect(thrownBy(() => get('a'))).toMatchObject({ name: 'NoSuchKey' });
  });

  it('is charged by put and get', () => {
    const { put, get, head, list, meter } = setUp();
    put('a');
    get('a');
    head('a');
    list();
    expect(meter.totals()).toEqual({ invoice: { 's3-put': 2, 's3-get': 2 } });
  });
});

describe('a conditional put', () => {
  it('stores only what is not there yet', () => {
    const { put, get } = setUp();
    put('a', { IfNoneMatch: '*' });
    expect(thrownBy(() => put('a', { Body: 'other', IfNoneMatch: '*' }))).toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
      Condition: 'If-None-Match',
    });
    expect(Buffer.from(get('a').Body).toString()).toBe('hello');
  });

  it('replaces only what it has seen', () => {
    const { put } = setUp();
    expect(thrownBy(() => put('a', { IfMatch: HELLO }))).toMatchObject({ name: 'NoSuchKey' });
    put('a');
    expect(put('a', { Body: 'next', IfMatch: HELLO }).ETag).not.toBe(HELLO);
    expect(thrownBy(() => put('a', { IfMatch: HELLO }))).toMatchObject({ name: 'PreconditionFailed' });
  });
});

describe('a conditional get', () => {
  it('is answered with 304 or 412', () => {
    const { put, get } = setUp();
    put('a');
    expect(thrownBy(() => get('a', { IfNoneMatch: HELLO }))).toMatchObject({ $metadata: { httpStatusCode: 304 } });
    expect(thrownBy(() => get('a', { IfMatch: '"x"' }))).toMatchObject({ name: 'PreconditionFailed' });
  });
});

describe('a range', () => {
  it.each([
    { Range: 'bytes=0-1', text: 'he', ContentRange: 'bytes 0-1/5' },
    { Range: 'bytes=3-', text: 'lo', ContentRange: 'bytes 3-4/5' },
    { Range: 'bytes=-2', text: 'lo', ContentRange: 'bytes 3-4/5' },
    { Range: 'bytes=0-99', text: 'hello', ContentRange: 'bytes 0-4/5' },
    { Range: 'bytes=0-0,2-3', text: 'hello', ContentRange: undefined },
  ])('$Range is $text', ({ Range, text, ContentRange }) => {
    const { put, get } = setUp();
    put('a');
    const result = get('a', { Range });
    expect(Buffer.from(result.Body).toString()).toBe(text);
    expect(result.ContentRange).toBe(ContentRange);
    expect(result.ContentLength).toBe(text.length);
  });

  it('beyond the end is refused', () => {
    const { put, get } = setUp();
    put('a');
    expect(thrownBy(() => get('a', { Range: 'bytes=5-' }))).toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });
});

describe('what is not there', () => {
  it('is NoSuchKey to a get and NotFound to a head', () => {
    const { get, head } = setUp();
    expect(thrownBy(() => get('a'))).toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
      Key: 'a',
    });
    expect(thrownBy(() => head('a'))).toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
  });

  it('is denied to a caller that may not list the bucket', () => {
    const { get, head } = setUp({ mayList: false });
    expect(thrownBy(() => get('a'))).toMatchObject({ name: 'AccessDenied' });
    expect(thrownBy(() => head('a'))).toMatchObject({ name: 'AccessDenied' });
  });

  it.each(['PutObject', 'GetObject', 'HeadObject', 'DeleteObject', 'ListObjectsV2'])(
    'is NoSuchBucket to %s in another bucket',
    (operation) => {
      expect(thrownBy(() => setUp().call(operation, { Bucket: 'nope', Key: 'a' }))).toMatchObject({
        name: 'NoSuchBucket',
        $metadata: { httpStatusCode: 404 },
        BucketName: 'nope',
      });
    },
  );
});

describe('a key', () => {
  it('has at most 1024 bytes', () => {
    const { put } = setUp();
    expect(put('é'.repeat(512)).ETag).toBe(HELLO);
    expect(thrownBy(() => put('é'.repeat(513)))).toMatchObject({ name: 'KeyTooLongError' });
  });
});

describe('a list', () => {
  const filled = () => {
    const part = setUp();
    ['b/2', 'a', 'b/1', 'c/x/1', '\u{1f4e6}', '\uff5e'].forEach((key) => part.put(key));
    return part;
  };
  const keys = ({ Contents = [] }: ListObjectsV2Output) => Contents.map(({ Key }) => Key);

  it('is in the order of bytes', () => {
    const listed = filled().list();
    expect(keys(listed)).toEqual(['a', 'b/1', 'b/2', 'c/x/1', '\uff5e', '\u{1f4e6}']);
    expect(listed).toMatchObject({ Name: 'invoices', KeyCount: 6, IsTruncated: false });
    expect(listed.Contents?.[0]).toMatchObject({ ETag: HELLO, Size: 5, StorageClass: 'STANDARD' });
  });

  it('can be held to a prefix and folded at a delimiter', () => {
    const { list } = filled();
    expect(keys(list({ Prefix: 'b/' }))).toEqual(['b/1', 'b/2']);
    expect(list({ Delimiter: '/', Prefix: 'c/' }).CommonPrefixes).toEqual([{ Prefix: 'c/x/' }]);
    expect(list({ Delimiter: '/' }).CommonPrefixes).toEqual([{ Prefix: 'b/' }, { Prefix: 'c/' }]);
  });

  it('comes in pages', () => {
    const { list } = filled();
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      const page = list({ MaxKeys: 4, ...(token === undefined ? {} : { ContinuationToken: token }) });
      seen.push(...keys(page));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(seen).toHaveLength(6);
    expect(keys(list({ StartAfter: 'b/1' }))[0]).toBe('b/2');
  });
});
