import type { makeEndpoints } from '@orderwire/http/endpoint';
import type { Problem } from '@orderwire/http/problem';
import type { Customers } from '../../application/ports.ts';

/** Cannot happen to tokens from `POST /signin`; only to such that were got from the user pool directly. */
const PROFILE_MISSING: Problem = {
  status: 404,
  code: 'PROFILE_MISSING',
  detail: 'There is no profile yet. Sign in once with POST /signin.',
};

/** `GET /users/me`. */
export const makeGetMeEndpoint = (deps: {
  readonly endpoints: ReturnType<typeof makeEndpoints>;
  readonly customers: Pick<Customers, 'find'>;
}) =>
  deps.endpoints.signedIn({}, async ({ caller }) => {
    const profile = await deps.customers.find(caller.customerId);
    return profile ? { status: 200, body: profile } : { problem: PROFILE_MISSING };
  });
