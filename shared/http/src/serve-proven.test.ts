import { describe, expect, it } from '@jest/globals';
import { makeRecorder } from '@orderwire/testing/fakes';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { route } from './route.ts';
import { serve } from './serve.ts';

const aRequest = (body: string, isBase64Encoded = false): APIGatewayProxyEventV2 =>
  ({
    routeKey: 'POST /things',
    headers: { authorization: 'key' },
    body,
    isBase64Encoded,
    requestContext: { requestId: 'req-1' },
  }) as unknown as APIGatewayProxyEventV2;

const things = route({
  method: 'POST',
  paths: ['/things'],
  callers: 'partner',
  body: z.optional(z.strictObject({ note: z.string() })),
  answers: { 200: z.strictObject({ caller: z.string(), note: z.optional(z.string()) }) },
  refusals: { KEY_INVALID: { status: 401, detail: 'No.' } },
});

const anEndpoint = (refuses = false) => {
  const seen: string[] = [];
  const endpoint = things.provenBy<object, string>(
    (_deps, { headers, rawBody }) => {
      seen.push(`${headers['authorization'] ?? ''}:${Buffer.from(rawBody).toString('utf8')}`);
      return Promise.resolve(refuses ? { refusal: 'KEY_INVALID' } : { caller: 'warehouse' });
    },
    (_deps, { caller, body }) => Promise.resolve({ status: 200, body: { caller, note: body?.note } }),
  );
  return { call: serve(endpoint, {}, makeRecorder().log), seen };
};

describe('a caller with credentials of its own', () => {
  it.each([
    ['as text', '{"note":"x"}', false],
    ['in base64', Buffer.from('{"note":"x"}').toString('base64'), true],
  ])('is proven on the bytes that were sent, %s', async (_how, body, isBase64Encoded) => {
    const { call, seen } = anEndpoint();
    expect((await call(aRequest(body, isBase64Encoded))).body).toBe('{"caller":"warehouse","note":"x"}');
    expect(seen).toEqual(['key:{"note":"x"}']);
  });

  it('is refused before its body is looked at', async () => {
    const { call } = anEndpoint(true);
    expect((await call(aRequest('{no json'))).statusCode).toBe(401);
  });

  it('may send no body where the body is optional', async () => {
    const { call } = anEndpoint();
    expect((await call(aRequest(''))).body).toBe('{"caller":"warehouse"}');
  });
});
