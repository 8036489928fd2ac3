import { describe, expect, it } from '@jest/globals';
import { route } from '@orderwire/http/route';
import { serve } from '@orderwire/http/serve';
import * as z from 'zod/mini';
import { heldToRoutes } from './answers.ts';
import { makeRecorder } from './fakes.ts';
import { aRequest } from './request.ts';

const cup = route({
  method: 'GET',
  paths: ['/cup'],
  callers: 'anyone',
  answers: { 200: z.strictObject({ id: z.string() }), 204: null },
  refusals: { NO_CUP: { status: 404, detail: 'There is no cup.' } },
});

type Known = { readonly status: 200; readonly body: { readonly id: string } };

/** Asks a function that answers this, whatever its route says. */
const answering = (answer: unknown) => {
  const endpoint = cup.handledBy(() => Promise.resolve(answer as Known));
  const getCup = Object.assign(serve(endpoint, {}, makeRecorder().log), { route: endpoint.route });
  return heldToRoutes({ getCup }).getCup(aRequest({}));
};

describe('a function that is held to its route', () => {
  it.each([[{ status: 200, body: { id: 'a' } }], [{ status: 204 }], [{ refusal: 'NO_CUP' }]])(
    'may answer %j',
    async (answer) => {
      await expect(answering(answer)).resolves.toHaveProperty('statusCode');
    },
  );

  it.each([
    [{ status: 200, body: { id: 1 } }],
    [{ status: 200, body: { id: 'a', secret: 1 } }],
    [{ status: 200 }],
    [{ status: 204, body: {} }],
    [{ status: 201, body: { id: 'a' } }],
  ])('may not answer %j', async (answer) => {
    await expect(answering(answer)).rejects.toThrow();
  });
});
