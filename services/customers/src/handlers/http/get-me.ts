import { defaultAddress, language } from '@orderwire/events-schema/common';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { Customers } from '../../application/ports.ts';

/** Who the caller is for the shop. */
export const getMe = route({
  method: 'GET',
  paths: ['/users/me'],
  callers: 'signedIn',
  right: null,
  answers: {
    200: z.strictObject({
      customerId: z.string(),
      email: z.string(),
      name: z.string(),
      phone: z.exactOptional(z.string()),
      defaultAddress: z.exactOptional(z.strictObject(defaultAddress.shape)),
      language: z.exactOptional(language),
      createdAt: z.iso.datetime(),
    }),
  },
  refusals: {
    // Cannot happen to tokens from `POST /signin`; only to those that the user pool gave out directly.
    PROFILE_MISSING: { status: 404, detail: 'There is no profile yet. Sign in once with POST /signin.' },
  },
}).handledBy(async ({ customers }: { readonly customers: Pick<Customers, 'find'> }, { caller }) => {
  const profile = await customers.find(caller.customerId);
  return profile ? { status: 200, body: profile } : { refusal: 'PROFILE_MISSING' };
});
