import type { Caller, Charging, Operations } from '../contract.ts';
import { makeAdministration } from './administration.ts';
import { makeDirectory, type DirectoryDeps } from './directory.ts';
import { makeOwnAccount } from './own-account.ts';
import { makeSigningIn } from './signing-in.ts';
import { makeSigningUp } from './signing-up.ts';
import { makeUsersState, type UsersState } from './state.ts';
import type { PublicJwk } from './tokens.ts';

export interface UsersDeps extends DirectoryDeps, Charging {
  readonly state?: UsersState;
}

export interface UsersPart {
  readonly operations: Operations;
  /** For `/<poolId>/.well-known/jwks.json`; the same key serves every pool. */
  readonly jwks: () => { readonly keys: readonly PublicJwk[] };
}

/**
 * Cognito user pools with e-mail addresses as usernames, an app client without a secret, and
 * `PreventUserExistenceErrors` enabled. https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html
 */
export const makeUsers = (deps: UsersDeps): UsersPart => {
  const directory = makeDirectory(deps, deps.state ?? makeUsersState());
  const all = {
    ...makeSigningUp(directory),
    ...makeSigningIn(directory),
    ...makeOwnAccount(directory),
    ...makeAdministration(directory),
  };
  const charged = (operation: (input: never) => unknown) => (input: never, caller: Caller) => {
    deps.meter.count('cognito-call', 1, deps.ownerOf(caller));
    return operation(input);
  };
  return {
    operations: Object.fromEntries(Object.entries(all).map(([name, operation]) => [name, charged(operation)])),
    jwks: directory.tokens.jwks,
  };
};
