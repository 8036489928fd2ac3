import { describe, expect, it } from '@jest/globals';
import { makeOutside } from '@orderwire/testing/outside';
import { aRequest } from '@orderwire/testing/request';
import { compose } from './service.ts';

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
