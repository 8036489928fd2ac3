import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startAwsStub } from '../testing/aws-stub.ts';
import type { AwsStub } from '../testing/aws-stub.ts';

let aws: AwsStub;
afterEach(() => aws.stop());

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/${service}/aws4_request, Signature=0`,
});

describe('a request that is signed for a service that is not here', () => {
  it.each([
    ['ses', '/v2/email/outbound-emails'],
    ['apigateway', '/v2/apis'],
    ['scheduler', '/schedules/nightly'],
    ['lambda', '/2020-06-30/functions/f/code-signing-config'],
  ])('is no object of S3: %s %s', async (service, path) => {
    aws = await startAwsStub({ answer: () => ({}) });
    const response = await fetch(`${aws.url}${path}`, { headers: signedFor(service) });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException']);
    expect(aws.heard).toEqual([]);
  });

  it('and one that is signed for S3 is one', async () => {
    aws = await startAwsStub({ answer: () => ({}) });
    const response = await fetch(`${aws.url}/v2/apis`, { method: 'DELETE', headers: signedFor('s3') });
    expect([response.status, aws.heard.length]).toEqual([204, 1]);
  });
});

describe('a request for another host', () => {
  const statusFor = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(aws.url, { headers: { host, ...signedFor('s3') } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it('is refused: a page elsewhere may have given its name the address of this machine', async () => {
    aws = await startAwsStub({ answer: () => ({}) });
    const [, port = ''] = /:(\d+)$/.exec(aws.url) ?? [];
    const hosts = [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '10.0.0.1',
    ];
    expect(await Promise.all(hosts.map(statusFor))).toEqual(hosts.map(() => 403));
    const own = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, 'invoices.localhost'];
    expect(await Promise.all(own.map(statusFor))).not.toContain(403);
  });
});
