import { describe, expect, it } from '@jest/globals';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { thrownBy } from '../access/calling.fixture.ts';
import { isPresigned, verifyPresigned } from './presigned.ts';

const SIGNED_AT = Date.UTC(2026, 7, 1, 12);
const SECRET = 'local-secret';

const client = (forcePathStyle: boolean): S3Client =>
  new S3Client({
    region: 'eu-west-1',
    endpoint: 'http://localhost:4566',
    forcePathStyle,
    credentials: { accessKeyId: 'AKLOCAL', secretAccessKey: SECRET, sessionToken: 'session/+=' },
  });

const aLink = async (Key = '2026/INV 1+(ü).pdf', forcePathStyle = true): Promise<URL> => {
  const command = new GetObjectCommand({
    Bucket: 'invoices',
    Key,
    ResponseContentDisposition: 'attachment; filename="INV-1.pdf"',
  });
  return new URL(
    await getSignedUrl(client(forcePathStyle), command, { expiresIn: 300, signingDate: new Date(SIGNED_AT) }),
  );
};

const verify = (url: URL, override: Partial<Parameters<typeof verifyPresigned>[0]> = {}) =>
  verifyPresigned({
    method: 'GET',
    host: url.host,
    path: url.pathname,
    query: url.search.slice(1),
    now: SIGNED_AT + 1000,
    secretFor: (id) => (id === 'AKLOCAL' ? SECRET : undefined),
    ...override,
  });

const altered = (url: URL, name: string, value: string | undefined): URL => {
  const changed = new URL(url);
  if (value === undefined) changed.searchParams.delete(name);
  else changed.searchParams.set(name, value);
  return changed;
};

describe('a link made by the SDK', () => {
  it.each(['a.pdf', '2026/INV 1+(ü).pdf', "x!*'()~&=;,@:$%.pdf"])('is genuine for the key %s', async (key) => {
    const url = await aLink(key);
    expect(isPresigned(url.search.slice(1))).toBe(true);
    expect(verify(url)).toEqual({ accessKeyId: 'AKLOCAL' });
  });

  it('is genuine with the bucket in the host', async () => {
    const url = await aLink('a.pdf', false);
    expect(url.host).toBe('invoices.localhost:4566');
    expect(verify(url)).toEqual({ accessKeyId: 'AKLOCAL' });
  });

  it('is genuine for uploads with signed headers', async () => {
    const command = new PutObjectCommand({ Bucket: 'invoices', Key: 'a', ContentType: 'application/pdf' });
    const signableHeaders = new Set(['content-type']);
    const signed = await getSignedUrl(client(true), command, { signableHeaders, signingDate: new Date(SIGNED_AT) });
    const upload = { method: 'PUT', headers: { 'content-type': 'application/pdf' } };
    expect(verify(new URL(signed), upload)).toEqual({ accessKeyId: 'AKLOCAL' });
    expect(
      thrownBy(() => verify(new URL(signed), { ...upload, headers: { 'content-type': 'text/html' } })),
    ).toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  it('works until it expires, to the second', async () => {
    const url = await aLink();
    expect(verify(url, { now: SIGNED_AT + 299_999 })).toBeDefined();
    expect(thrownBy(() => verify(url, { now: SIGNED_AT + 300_000 }))).toMatchObject({
      name: 'AccessDenied',
      message: 'Request has expired',
      $metadata: { httpStatusCode: 403 },
      Expires: '2026-08-01T12:05:00.000Z',
    });
  });

  it('does not work before it was made', async () => {
    const url = await aLink();
    expect(thrownBy(() => verify(url, { now: SIGNED_AT - 16 * 60_000 }))).toMatchObject({
      name: 'AccessDenied',
      message: 'Request is not yet valid',
    });
  });
});

describe('a link that was tampered with', () => {
  it.each([
    ['another key', async () => verify(await aLink(), { path: '/invoices/other.pdf' })],
    ['another method', async () => verify(await aLink(), { method: 'DELETE' })],
    ['another host', async () => verify(await aLink(), { host: 'evil.example' })],
    ['a longer life', async () => verify(altered(await aLink(), 'X-Amz-Expires', '600'))],
    ['another file name', async () => verify(altered(await aLink(), 'response-content-disposition', 'inline'))],
    ['an added parameter', async () => verify(altered(await aLink(), 'versionId', '1'))],
    ['no session', async () => verify(altered(await aLink(), 'X-Amz-Security-Token', undefined))],
    ['a short signature', async () => verify(altered(await aLink(), 'X-Amz-Signature', 'ab'))],
    ['another secret', async () => verify(await aLink(), { secretFor: () => 'other' })],
  ])('with %s is refused', async (_, act) => {
    await expect(act()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } });
  });
});

describe('a link that cannot be read', () => {
  it('is refused for an unknown key id', async () => {
    const url = await aLink();
    expect(thrownBy(() => verify(url, { secretFor: () => undefined }))).toMatchObject({ name: 'InvalidAccessKeyId' });
  });

  it.each([
    ['X-Amz-Date', undefined],
    ['X-Amz-Date', 'yesterday'],
    ['X-Amz-Expires', '604801'],
    ['X-Amz-Expires', 'soon'],
    ['X-Amz-Algorithm', 'AWS4-ECDSA-P256-SHA256'],
    ['X-Amz-Credential', 'AKLOCAL'],
  ])('is refused for %s = %s', async (name, value) => {
    const url = altered(await aLink(), name, value);
    expect(thrownBy(() => verify(url))).toMatchObject({
      name: 'AuthorizationQueryParametersError',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('is refused for a broken escape', async () => {
    const url = await aLink();
    expect(thrownBy(() => verify(url, { query: `${url.search.slice(1)}&x=%E0%A4` }))).toMatchObject({
      name: 'InvalidURI',
    });
  });
});
