import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';

/** The API, its routing and a function are up. It asks no other service. */
export const health = route({
  method: 'GET',
  paths: ['/health'],
  callers: 'anyone',
  answers: { 200: z.strictObject({ status: z.literal('ok') }) },
  refusals: {},
}).handledBy(() => Promise.resolve({ status: 200, body: { status: 'ok' } }));
