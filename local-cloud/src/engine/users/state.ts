import type { PasswordHash } from './passwords.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

/** Times are milliseconds since the epoch. */
export interface StoredUser {
  /** The `sub` claim, and the username too: in a pool of e-mail sign-in Cognito makes both the same UUID. */
  readonly sub: string;
  readonly email: string;
  /** Without `sub`. */
  readonly attributes: Record<string, string>;
  readonly createdAt: number;
  modifiedAt: number;
  status: UserStatus;
  password: PasswordHash;
  readonly groups: string[];
  code?: { readonly value: string; readonly expiresAt: number };
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
