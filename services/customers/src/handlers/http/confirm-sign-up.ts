import type { makeEndpoints } from '@orderwire/http/endpoint';
import type { Users } from '../../application/ports.ts';
import { addressOf, confirmSignUpBody } from './bodies.ts';
import { problemOf } from './problems.ts';

/** `POST /confirm-signup`: with the code from the mail. */
export const makeConfirmSignUpEndpoint = (deps: {
  readonly endpoints: ReturnType<typeof makeEndpoints>;
  readonly users: Pick<Users, 'confirm'>;
}) =>
  deps.endpoints.open({ body: confirmSignUpBody }, async ({ body }) => {
    const confirmed = await deps.users.confirm(addressOf(body), body.code);
    return confirmed.ok ? { status: 200, body: { status: 'confirmed' } } : problemOf(confirmed.error);
  });
