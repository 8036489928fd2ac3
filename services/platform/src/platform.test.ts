import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ifMatch, ifNoneMatch, unlessKnown } from '@orderwire/http/etag';
import { makeOutside } from '@orderwire/testing/outside';
import { aRequest } from '@orderwire/testing/request';
import { parse } from 'yaml';
import { compose } from './service.ts';

interface Serverless {
  readonly provider: {
    readonly httpApi: {
      readonly cors: { readonly allowedHeaders: readonly string[]; readonly exposedResponseHeaders: readonly string[] };
    };
  };
}

describe('a browser on a page of another origin', () => {
  const { provider } = parse(readFileSync(join(__dirname, '../serverless.yml'), 'utf8')) as Serverless;
  const { allowedHeaders, exposedResponseHeaders } = provider.httpApi.cors;

  it('may send what our routes read of headers, but for the cookie’s own', () => {
    const read = ['authorization', 'content-type', 'idempotency-key', ...Object.keys({ ...ifMatch, ...ifNoneMatch })];
    expect(allowedHeaders).toEqual(expect.arrayContaining(read));
    expect(allowedHeaders).not.toContain('x-requested-with');
  });

  it('sees the tag of what it has read, and what else our answers say in headers', () => {
    const said = ['idempotent-replay', 'location', 'retry-after', ...Object.keys(unlessKnown({}, {}).headers)];
    expect(exposedResponseHeaders).toEqual(expect.arrayContaining(said));
  });
});

describe('GET /health', () => {
  it('says that the API is up, and is not kept by any cache', async () => {
    const { health } = compose(makeOutside({}).outside);
    expect(await health(aRequest({}))).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: '{"status":"ok"}',
    });
  });
});
