import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { GetObjectCommandInput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { casesOf, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';
import { refusalOf, same } from '../check.ts';
import { S3 } from '../pages.ts';

const SIGNING = 'https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html';

const MINUTES_MS = 60_000;

interface LinkOptions {
  readonly seconds?: number;
  /** How long ago it was signed. */
  readonly agoMs?: number;
  readonly more?: Partial<GetObjectCommandInput>;
}

/** A link to an object of its own with the text `secret`. */
const linkTo = async (cloud: Cloud, { seconds = 300, agoMs = 0, more = {} }: LinkOptions = {}): Promise<string> => {
  const { s3, fixture, unique } = cloud;
  const where = { Bucket: await fixture.bucket(), Key: `${unique('shared')}/invoice 1.pdf` };
  await s3.send(new PutObjectCommand({ ...where, Body: 'secret', ContentType: 'text/plain' }));
  return getSignedUrl(s3, new GetObjectCommand({ ...where, ...more }), {
    expiresIn: seconds,
    signingDate: new Date(Date.now() - agoMs),
  });
};

/** A link to write an object that is not there yet. */
const linkToWrite = async ({ s3, fixture, unique }: Cloud, more: Partial<PutObjectCommandInput> = {}) => {
  const where = { Bucket: await fixture.bucket(), Key: unique('uploaded') };
  return { where, url: await getSignedUrl(s3, new PutObjectCommand({ ...where, ...more }), { expiresIn: 60 }) };
};

/** Status, and the error's code. */
const answerTo = async (url: string, init: RequestInit = {}): Promise<readonly [number, string | undefined]> => {
  const response = await fetch(url, init);
  return [response.status, /<Code>(.*?)<\/Code>/.exec(await response.text())?.[1]];
};

const MISMATCH = [403, 'SignatureDoesNotMatch'] as const;

const tampered = (name: string, rule: string, change: (url: URL) => void): AreaCase => ({
  name,
  rule,
  source: SIGNING,
  run: async (cloud) => {
    const url = new URL(await linkTo(cloud));
    change(url);
    same(await answerTo(url.href), MISMATCH);
  },
});

export const presigned = casesOf('s3/presigned', SIGNING, [
  {
    name: 'get',
    rule: 'Who has the link reads the object, without credentials.',
    source: S3.guide('ShareObjectPreSignedURL'),
    run: async (cloud) => {
      const response = await fetch(await linkTo(cloud));
      same(
        [response.status, response.headers.get('content-type'), await response.text()],
        [200, 'text/plain', 'secret'],
      );
    },
  },
  {
    name: 'again',
    rule: 'It works as often as wanted until it expires.',
    source: S3.guide('ShareObjectPreSignedURL'),
    run: async (cloud) => {
      const url = await linkTo(cloud);
      same([(await fetch(url)).status, (await fetch(url)).status], [200, 200]);
    },
  },
  {
    name: 'range',
    rule: 'A range can be asked for, as it was not signed.',
    run: async (cloud) => {
      const response = await fetch(await linkTo(cloud), { headers: { range: 'bytes=0-2' } });
      same([response.status, await response.text()], [206, 'sec']);
    },
  },
  {
    name: 'expired',
    rule: 'After its time it is refused with AccessDenied, 403.',
    source: S3.guide('using-presigned-url'),
    run: async (cloud) => {
      same(await answerTo(await linkTo(cloud, { seconds: 60, agoMs: 2 * MINUTES_MS })), [403, 'AccessDenied']);
    },
  },
  {
    name: 'not-yet',
    rule: 'A link from far in the future is refused with AccessDenied.',
    run: async (cloud) => {
      same(await answerTo(await linkTo(cloud, { agoMs: -60 * MINUTES_MS })), [403, 'AccessDenied']);
    },
  },
  {
    name: 'another-method',
    rule: 'A link to read cannot be used to write or to delete.',
    run: async (cloud) => {
      const url = await linkTo(cloud);
      same(await answerTo(url, { method: 'PUT', body: 'x' }), MISMATCH);
      same(await answerTo(url, { method: 'DELETE' }), MISMATCH);
      same((await fetch(url)).status, 200);
    },
  },
  tampered('another-key', 'A link to one object opens no other.', (url) => {
    url.pathname = url.pathname.replace('shared', 'shares');
  }),
  tampered('longer-life', 'Its time cannot be made longer.', (url) => url.searchParams.set('X-Amz-Expires', '3600')),
  tampered('later-date', 'Its date cannot be made later.', (url) => {
    const later = new Date(Date.now() + MINUTES_MS).toISOString().replace(/[-:]|\.\d+/g, '');
    url.searchParams.set('X-Amz-Date', later);
  }),
  tampered('another-signature', 'Another signature does not open it.', (url) =>
    url.searchParams.set('X-Amz-Signature', 'a'.repeat(64)),
  ),
  tampered('more-parameters', 'A parameter that was not signed breaks it.', (url) =>
    url.searchParams.set('response-content-type', 'text/html'),
  ),
  {
    name: 'unknown-key-id',
    rule: 'An access key that does not exist is refused with InvalidAccessKeyId.',
    source: `https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    run: async (cloud) => {
      const url = new URL(await linkTo(cloud));
      const credential = url.searchParams.get('X-Amz-Credential') ?? '';
      url.searchParams.set('X-Amz-Credential', credential.replace(/^[^/]+/, 'AKIANOBODYATALL00000'));
      same(await answerTo(url.href), [403, 'InvalidAccessKeyId']);
    },
    only: 'aws',
    why: 'In the local cloud any access key that is no function\u{2019}s is the operator\u{2019}s, so that no one has to have keys.',
  },
  {
    name: 'no-signature',
    rule: 'Without its signature parameters the object is not public.',
    source: S3.guide('access-control-block-public-access'),
    run: async (cloud) => {
      const url = new URL(await linkTo(cloud));
      url.search = '';
      same(await answerTo(url.href), [403, 'AccessDenied']);
    },
  },
  {
    name: 'parameters-missing',
    rule: 'A link with a part of the signature parameters is refused with AuthorizationQueryParametersError, 400.',
    run: async (cloud) => {
      const link = await linkTo(cloud);
      for (const name of ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires']) {
        const url = new URL(link);
        url.searchParams.delete(`X-Amz-${name}`);
        same(await answerTo(url.href), [400, 'AuthorizationQueryParametersError'], name);
      }
    },
  },
  {
    name: 'too-long',
    rule: 'A link for more than seven days is refused.',
    run: async (cloud) => {
      const url = new URL(await linkTo(cloud));
      url.searchParams.set('X-Amz-Expires', '604801');
      same(await answerTo(url.href), [400, 'AuthorizationQueryParametersError']);
    },
  },
  {
    name: 'overridden-headers',
    rule: 'A signed response-content-disposition is the answer\u{2019}s, whatever the object has.',
    source: S3.api('GetObject'),
    run: async (cloud) => {
      const disposition = 'attachment; filename="bill.pdf"';
      const url = await linkTo(cloud, { more: { ResponseContentDisposition: disposition } });
      same((await fetch(url)).headers.get('content-disposition'), disposition);
    },
  },
  {
    name: 'no-such-key',
    rule: 'A link to what is not there is 404.',
    source: S3.guide('ShareObjectPreSignedURL'),
    run: async ({ s3, fixture, unique }) => {
      const command = new GetObjectCommand({ Bucket: await fixture.bucket(), Key: unique('none') });
      same(await answerTo(await getSignedUrl(s3, command, { expiresIn: 60 })), [404, 'NoSuchKey']);
    },
  },
  {
    name: 'put',
    rule: 'A link to write writes that key.',
    source: S3.guide('PresignedUrlUploadObject'),
    run: async (cloud) => {
      const { where, url } = await linkToWrite(cloud);
      same((await fetch(url, { method: 'PUT', body: 'uploaded' })).status, 200);
      same(await (await cloud.s3.send(new GetObjectCommand(where))).Body?.transformToString(), 'uploaded');
    },
  },
  {
    name: 'put-without-type',
    rule: 'An object that was written without a type is binary/octet-stream.',
    source: S3.guide('UsingMetadata'),
    run: async (cloud) => {
      const { where, url } = await linkToWrite(cloud);
      same((await fetch(url, { method: 'PUT', body: Uint8Array.of(1) })).status, 200);
      same((await cloud.s3.send(new GetObjectCommand(where))).ContentType, 'binary/octet-stream');
    },
  },
  {
    name: 'put-with-metadata',
    rule: 'A link to write has the metadata that was signed with it.',
    source: S3.guide('PresignedUrlUploadObject'),
    run: async (cloud) => {
      const { where, url } = await linkToWrite(cloud, { Metadata: { order: 'o-1' } });
      same((await fetch(url, { method: 'PUT', body: 'uploaded' })).status, 200);
      same((await cloud.s3.send(new GetObjectCommand(where))).Metadata, { order: 'o-1' });
    },
  },
  {
    name: 'unsigned-headers',
    rule: 'A header x-amz-… that was not signed is refused with AccessDenied, and nothing is written.',
    run: async (cloud) => {
      const { where, url } = await linkToWrite(cloud);
      for (const name of ['x-amz-meta-wrong', 'x-amz-storage-class', 'x-amz-acl'])
        same(await answerTo(url, { method: 'PUT', body: 'x', headers: { [name]: 'x' } }), [403, 'AccessDenied'], name);
      same(await refusalOf(cloud.s3.send(new GetObjectCommand(where))), 'NoSuchKey');
    },
  },
]);
