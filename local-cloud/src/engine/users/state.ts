import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { PasswordHash } from './passwords.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

/** Six digits that were mailed. */
export interface Code {
  readonly value: string;
  readonly expiresAt: number;
}

/** Times are milliseconds since the epoch. */
export interface StoredUser {
  /** The `sub` claim, and the username too: in a pool of e-mail sign-in Cognito makes both the same UUID. */
  readonly sub: string;
  email: string;
  /** Without `sub`. */
  readonly attributes: Record<string, string>;
  readonly createdAt: number;
  modifiedAt: number;
  status: UserStatus;
  password: PasswordHash;
  readonly groups: string[];
  /** For the sign-up. */
  code?: Code;
  /** For a forgotten password. */
  resetCode?: Code;
  /** Where mail is to go once its code is given back. */
  newEmail?: { readonly email: string; readonly code: Code };
  /** A new password is asked for. */
  challenge?: { readonly session: string; readonly clientId: string; readonly expiresAt: number };
}

export interface RefreshSession {
  readonly sub: string;
  readonly clientId: string;
  readonly authenticatedAt: number;
  readonly originJti: string;
  readonly expiresAt: number;
}

export interface PoolState {
  readonly users: Map<string, StoredUser>;
  /** By address in lower case. */
  readonly subByEmail: Map<string, string>;
  /** By refresh token. */
  readonly sessions: Map<string, RefreshSession>;
}

/** By pool id. */
export interface UsersState {
  readonly pools: Map<string, PoolState>;
}

export const makeUsersState = (): UsersState => ({ pools: new Map() });

export const poolStateIn = (state: UsersState, poolId: string): PoolState => {
  const known = state.pools.get(poolId);
  if (known !== undefined) return known;
  const fresh: PoolState = { users: new Map(), subByEmail: new Map(), sessions: new Map() };
  state.pools.set(poolId, fresh);
  return fresh;
};

/** By e-mail address or by the generated username. */
export const findUser = (pool: PoolState, username: string): StoredUser | undefined =>
  pool.users.get(pool.subByEmail.get(username.toLowerCase()) ?? username);

export const attributesOf = (user: StoredUser): AttributeType[] => [
  ...Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
  { Name: 'sub', Value: user.sub },
];

/** Gives a user another address, which counts as verified. */
export const rename = (pool: PoolState, user: StoredUser, email: string): void => {
  pool.subByEmail.delete(user.email.toLowerCase());
  pool.subByEmail.set(email.toLowerCase(), user.sub);
  user.email = email;
  Object.assign(user.attributes, { email, email_verified: 'true' });
};

/** Ends a user's refresh tokens. Access tokens pass an authorizer until they expire, as on AWS. */
export const endSessions = (pool: PoolState, sub: string): void => {
  for (const [token, session] of pool.sessions) if (session.sub === sub) pool.sessions.delete(token);
};
