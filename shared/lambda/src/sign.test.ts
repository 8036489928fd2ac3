import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { type Keys, makeSigner, type Signable } from './sign.ts';

const SCOPE = { region: 'eu-central-1', service: 'dynamodb' };
const KEYS: Keys = { accessKeyId: 'AKID', secretAccessKey: 'secret/+=', sessionToken: 'token' };

interface SdkSigner {
  sign(request: object, options: { readonly signingDate: Date }): Promise<{ readonly headers: Signable['headers'] }>;
}

/** The headers that the SDK's own signer sends. */
const bySdk = async ({ headers, ...request }: Signable, keys: Keys, signingDate: Date) => {
  const { config } = new DynamoDBClient({ region: SCOPE.region, credentials: keys });
  const signer = (await config.signer({
    ...{ name: 'sigv4', signingName: SCOPE.service, signingRegion: SCOPE.region },
    properties: {},
  })) as SdkSigner;
  const asked = { ...request, headers: { ...headers }, query: {}, protocol: 'https:', hostname: headers['host'] };
  return (await signer.sign(asked, { signingDate })).headers;
};

const aRequest = (more: Partial<Signable> = {}): Signable => ({
  ...{ method: 'POST', path: '/', body: '{"TableName":"orders","Item":{"name":{"S":"Zoë 🛒"}}}' },
  ...more,
  headers: {
    'x-amz-target': 'DynamoDB_20120810.PutItem',
    'content-type': 'application/x-amz-json-1.0',
    'content-length': '42',
    host: '127.0.0.1:4566',
    ...more.headers,
  },
});

describe('a signature', () => {
  const { sessionToken: _token, ...withoutToken } = KEYS;

  it.each<[string, Signable, Keys]>([
    ['a request', aRequest(), KEYS],
    ['keys without a session', aRequest(), withoutToken],
    ['a body of bytes', aRequest({ body: Buffer.from('Ä') }), KEYS],
    ['an empty body', aRequest({ body: '' }), KEYS],
    ['another header', aRequest({ headers: { 'x-amz-mode': 'query' } }), KEYS],
  ])('of %s is what the SDK writes', async (_what, request, keys) => {
    const sign = makeSigner(SCOPE);
    // Two days: a key is kept, but for one day only.
    for (const at of ['2026-11-28T23:59:59.999Z', '2026-11-29T00:00:00.000Z'].map((time) => new Date(time))) {
      const ours = { ...request, headers: { ...request.headers } };
      sign(ours, keys, at);
      expect(ours.headers).toEqual(await bySdk(request, keys, at));
    }
  });

  it('is another one with another secret', async () => {
    const sign = makeSigner(SCOPE);
    const at = new Date('2026-11-28T12:00:00Z');
    sign(aRequest(), KEYS, at);
    const [request, keys] = [aRequest(), { ...KEYS, secretAccessKey: 'other' }];
    const expected = await bySdk(request, keys, at);
    sign(request, keys, at);
    expect(request.headers).toEqual(expected);
  });
});
