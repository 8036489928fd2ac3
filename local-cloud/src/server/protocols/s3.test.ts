import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../engine/contract.ts';
import { startAwsStub } from '../testing/aws-stub.ts';
import type { AwsStub, Heard } from '../testing/aws-stub.ts';

let aws: AwsStub;
let answer: (heard: Heard) => unknown;
let client: S3Client;

beforeEach(async () => {
  answer = () => ({});
  aws = await startAwsStub({ answer: (heard) => answer(heard) });
  client = new S3Client(aws.client);
});
afterEach(async () => {
  client.destroy();
  await aws.stop();
});
const bytesHeard = (): string => Buffer.from((aws.heard[0]!.input as { Body: Uint8Array }).Body).toString('utf8');
const at = { Bucket: 'invoices', Key: 'a b/ü.pdf' };

describe('an upload', () => {
  it('arrives with its bytes, type and metadata', async () => {
    answer = () => ({ ETag: '"e"' });
    const output = await client.send(
      new PutObjectCommand({ ...at, Body: 'content', ContentType: 'application/pdf', Metadata: { Order: '1' } }),
    );
    expect(aws.heard[0]).toMatchObject({
      service: 's3',
      operation: 'PutObject',
      input: { ...at, ContentType: 'application/pdf', Metadata: { order: '1' } },
    });
    expect([bytesHeard(), output.ETag]).toEqual(['content', '"e"']);
  });

  it('arrives whole when it is a stream in chunks with a trailing checksum', async () => {
    const chunks = ['one', 'two'.repeat(30_000), 'three'];
    const Body = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
    const ContentLength = chunks.join('').length;
    await client.send(new PutObjectCommand({ ...at, Body, ContentLength, ContentEncoding: 'gzip' }));
    expect(bytesHeard()).toBe(chunks.join(''));
    expect(aws.heard[0]!.input).toMatchObject({ ContentEncoding: 'gzip' });
  });

  it('with a wrong checksum is refused', async () => {
    const put = client.send(new PutObjectCommand({ ...at, Body: 'content', ChecksumCRC32: 'AAAAAA==' }));
    await expect(put).rejects.toMatchObject({ name: 'BadDigest' });
    expect(aws.heard).toEqual([]);
  });

  it('may name its bucket in the host', async () => {
    const hosted = new S3Client({ ...aws.client, endpoint: aws.url.replace('127.0.0.1', 'localhost') });
    hosted.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { hostname: string };
        expect(request.hostname).toBe('invoices.localhost');
        request.hostname = '127.0.0.1';
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'resolveHere' },
    );
    await hosted.send(new PutObjectCommand({ ...at, Body: 'content' }));
    hosted.destroy();
    expect(aws.heard[0]!.input).toMatchObject(at);
  });
});

describe('a download', () => {
  const LastModified = new Date('2026-08-01T10:00:00Z');
  const found = {
    Body: Buffer.from('content'),
    ContentLength: 7,
    ContentType: 'application/pdf',
    ETag: '"e"',
    LastModified,
  };

  it('carries bytes and headers', async () => {
    answer = () => ({ ...found, Metadata: { order: '1' } });
    const output = await client.send(new GetObjectCommand(at));
    expect(await output.Body?.transformToString()).toBe('content');
    expect(output).toMatchObject({
      ContentType: 'application/pdf',
      ContentLength: 7,
      ETag: '"e"',
      LastModified,
      Metadata: { order: '1' },
    });
  });

  it('of a part says which', async () => {
    answer = () => ({ ...found, Body: Buffer.from('con'), ContentLength: 3, ContentRange: 'bytes 0-2/7' });
    const output = await client.send(new GetObjectCommand({ ...at, Range: 'bytes=0-2' }));
    expect(output).toMatchObject({ ContentRange: 'bytes 0-2/7', $metadata: { httpStatusCode: 206 } });
    expect(aws.heard[0]!.input).toMatchObject({ Range: 'bytes=0-2' });
  });

  it('of what is not there throws as S3 does', async () => {
    answer = () => {
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: at.Key });
    };
    await expect(client.send(new GetObjectCommand(at))).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('of headers alone tells the size', async () => {
    const { Body: _, ...head } = found;
    answer = () => head;
    expect(await client.send(new HeadObjectCommand(at))).toMatchObject({ ContentLength: 7, ETag: '"e"' });
  });
});

describe('a presigned link', () => {
  it('opens for anyone, in the name of whoever signed it', async () => {
    answer = () => ({ Body: Buffer.from('content') });
    const credentials = aws.credentials.keysOf('orders-local-place');
    const signer = new S3Client({ ...aws.client, credentials: { ...credentials } });
    const link = await getSignedUrl(
      signer,
      new GetObjectCommand({ ...at, ResponseContentDisposition: 'attachment; filename="a.pdf"' }),
      { expiresIn: 300 },
    );
    signer.destroy();
    const response = await fetch(link);
    expect([response.status, await response.text()]).toEqual([200, 'content']);
    expect(aws.heard[0]).toMatchObject({
      caller: { kind: 'function', functionName: 'orders-local-place' },
      input: { ...at, ResponseContentDisposition: 'attachment; filename="a.pdf"' },
    });
  });

  it('may name the file with a letter of ISO 8859-1', async () => {
    answer = () => ({ Body: Buffer.from('content'), ContentDisposition: 'inline; filename="für.pdf"' });
    const response = await fetch(await getSignedUrl(client, new GetObjectCommand(at), { expiresIn: 300 }));
    expect([response.status, await response.text()]).toEqual([200, 'content']);
    expect(response.headers.get('content-disposition')).toBe('inline; filename="für.pdf"');
  });

  it('that was changed is refused', async () => {
    const link = await getSignedUrl(client, new GetObjectCommand(at), { expiresIn: 300 });
    const response = await fetch(link.replace('a%20b', 'c'));
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect(aws.heard).toEqual([]);
  });
});

describe('a bucket', () => {
  it('is listed', async () => {
    const LastModified = new Date('2026-08-01T10:00:00Z');
    answer = () => ({
      Name: 'invoices',
      Prefix: 'a',
      KeyCount: 2,
      IsTruncated: false,
      Contents: [
        { Key: 'a&b', Size: 1, ETag: '"e"', LastModified },
        { Key: 'ac', Size: 2, ETag: '"f"', LastModified },
      ],
      CommonPrefixes: [{ Prefix: 'a/' }],
    });
    const output = await client.send(new ListObjectsV2Command({ Bucket: 'invoices', Prefix: 'a', MaxKeys: 5 }));
    expect(aws.heard[0]!.input).toMatchObject({ Bucket: 'invoices', Prefix: 'a', MaxKeys: 5 });
    expect(output.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
      ['a&b', 1],
      ['ac', 2],
    ]);
    expect(output.CommonPrefixes).toEqual([{ Prefix: 'a/' }]);
  });

  it('is known, and another is not', async () => {
    expect(await client.send(new HeadBucketCommand({ Bucket: 'invoices' }))).toMatchObject({
      BucketRegion: 'eu-central-1',
    });
    await expect(client.send(new HeadBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('loses an object', async () => {
    await client.send(new DeleteObjectCommand(at));
    expect(aws.heard).toMatchObject([{ operation: 'DeleteObject', input: at }]);
  });
});

describe('a header that is asked for in the query', () => {
  it.each(['%0d%0ax:y', '%E2%9C%93', '%00'])('is refused where no header can hold it: %s', async (value) => {
    const response = await fetch(`${aws.url}/invoices/a?response-content-type=${value}`);
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringContaining('Header value cannot be represented using ISO-8859-1.'),
    ]);
    expect(aws.heard).toEqual([]);
  });
});
