import { S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from '@jest/globals';
import { makeBlob } from '@orderwire/local-cloud/engine/blob/blob';
import { verifyPresigned } from '@orderwire/local-cloud/engine/blob/presigned';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { s3InvoiceFiles } from './s3-invoice-files.ts';

const credentials = { accessKeyId: 'AKTEST', secretAccessKey: 'secret', sessionToken: 'session' };
const KEY = 'invoices/INV-2026-000001.pdf';

const aBucket = (buckets = [{ name: 'invoices', arn: 'arn:aws:s3:::invoices' }]) => {
  const { clock, advance } = makeFakeClock();
  const { operations } = makeBlob({
    environment: { now: clock, random: () => 0.5 },
    buckets,
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'invoice',
    requireMayList: () => undefined,
  });
  const s3 = new S3Client({ region: 'eu-central-1', credentials });
  const files = s3InvoiceFiles({
    s3: makeEngineClient(operations).client,
    presign: (command, options) => getSignedUrl(s3, command, options),
    bucket: 'invoices',
    clock,
  });
  const stored = () =>
    operations['GetObject']?.({ Bucket: 'invoices', Key: KEY } as never, { kind: 'admin' }) as {
      readonly Body: Uint8Array;
      readonly ContentType: string;
    };
  return { ...files, stored, clock, advance };
};

describe('an invoice’s file', () => {
  it('is kept as a PDF', async () => {
    const { keep, stored } = aBucket();
    await keep(KEY, Buffer.from('%PDF-1.4'));
    expect([Buffer.from(stored().Body).toString(), stored().ContentType]).toEqual(['%PDF-1.4', 'application/pdf']);
  });

  it('stays as it is when it is there already', async () => {
    const { keep, stored } = aBucket();
    await keep(KEY, Buffer.from('first'));
    await keep(KEY, Buffer.from('second'));
    expect(Buffer.from(stored().Body).toString()).toBe('first');
  });

  it('is not taken for kept when S3 fails', async () => {
    await expect(aBucket([]).keep(KEY, Buffer.from('x'))).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});

describe('the link to a file', () => {
  const opened = (link: URL, now: number) =>
    verifyPresigned({
      ...{ method: 'GET', host: link.host, path: link.pathname, query: link.search.slice(1), now },
      secretFor: () => credentials.secretAccessKey,
    });

  it('opens for five minutes by our clock', async () => {
    const { linkTo, clock } = aBucket();
    const link = new URL(await linkTo(KEY, 'INV-2026-000001.pdf'));
    expect(opened(link, clock() + 299_000)).toEqual({ accessKeyId: 'AKTEST' });
    expect(() => opened(link, clock() + 300_000)).toThrow('Request has expired');
  });

  it('saves the file under the invoice’s number', async () => {
    const link = new URL(await aBucket().linkTo(KEY, 'INV-2026-000001.pdf'));
    expect(link.pathname).toBe(`/${KEY}`);
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      'response-content-disposition': 'attachment; filename="INV-2026-000001.pdf"',
      'response-content-type': 'application/pdf',
    });
  });
});
