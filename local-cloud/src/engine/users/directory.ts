import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { UserPoolDefinition } from '../../template/model.ts';
import { AwsError, type Environment } from '../contract.ts';
import { uuid } from '../queue/uuid.ts';
import { hashPassword } from './passwords.ts';
import { findUser, poolStateIn, type PoolState, type StoredUser, type UsersState } from './state.ts';
import { makeTokens, type SigningKey, type Tokens } from './tokens.ts';

export interface DirectoryDeps {
  readonly environment: Environment;
  readonly pools: readonly UserPoolDefinition[];
  readonly signingKey: SigningKey;
  /** Sends one of the pool's own mails: a confirmation code or a temporary password. */
  readonly sendCode: (to: string, subject: string, text: string) => void;
}

/** A pool with its users. */
export interface Pool {
  readonly definition: UserPoolDefinition;
  readonly state: PoolState;
}

/** What all parts of the API work with. */
export interface Directory {
  readonly environment: Environment;
  readonly tokens: Tokens;
  readonly sendCode: DirectoryDeps['sendCode'];
  /** Throws `ResourceNotFoundException`. */
  readonly poolById: (poolId: string | undefined) => Pool;
  /** Throws `ResourceNotFoundException`. */
  readonly poolOfClient: (clientId: string | undefined) => Pool;
  /** Throws `NotAuthorizedException`. */
  readonly poolOfIssuer: (issuer: string) => Pool;
  /** Throws `InvalidParameterException` and `UsernameExistsException`. */
  readonly addUser: (pool: Pool, user: NewUser) => StoredUser;
  readonly hash: (password: string) => StoredUser['password'];
}

export interface NewUser {
  readonly email: string;
  readonly attributes: readonly AttributeType[] | undefined;
  readonly password: string;
  readonly status: StoredUser['status'];
}

const notFound = (what: string): AwsError => new AwsError('ResourceNotFoundException', `${what} does not exist.`);

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text);

export const toRecord = (attributes: readonly AttributeType[] | undefined): Record<string, string> =>
  Object.fromEntries((attributes ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));

export const makeDirectory = (
  { environment, pools, signingKey, sendCode }: DirectoryDeps,
  state: UsersState,
): Directory => {
  // At once: if asking for a pool created it, a refused call would change the state.
  for (const { id } of pools) poolStateIn(state, id);
  const open = (definition: UserPoolDefinition): Pool => ({ definition, state: poolStateIn(state, definition.id) });

  const hash = (password: string): StoredUser['password'] => hashPassword(password, uuid(environment.random));

  const addUser = (pool: Pool, { email, attributes, password, status }: NewUser): StoredUser => {
    if (!isEmail(email)) throw new AwsError('InvalidParameterException', 'Username should be an email.');
    if (findUser(pool.state, email) !== undefined) {
      throw new AwsError('UsernameExistsException', 'An account with the given email already exists.');
    }
    const now = environment.now();
    const user: StoredUser = {
      sub: uuid(environment.random),
      email,
      attributes: { email_verified: 'false', ...toRecord(attributes), email },
      createdAt: now,
      modifiedAt: now,
      status,
      password: hash(password),
      groups: [],
    };
    pool.state.users.set(user.sub, user);
    pool.state.subByEmail.set(email.toLowerCase(), user.sub);
    return user;
  };

  return {
    environment,
    sendCode,
    hash,
    addUser,
    tokens: makeTokens(environment, signingKey),
    poolById: (poolId) => {
      const definition = pools.find(({ id }) => id === poolId);
      if (definition === undefined) throw notFound(`User pool ${poolId ?? ''}`);
      return open(definition);
    },
    poolOfClient: (clientId) => {
      const definition = pools.find(({ clientIds }) => clientIds.includes(clientId ?? ''));
      if (definition === undefined) throw notFound(`User pool client ${clientId ?? ''}`);
      return open(definition);
    },
    poolOfIssuer: (issuer) => {
      const definition = pools.find((pool) => pool.issuer === issuer);
      if (definition === undefined) throw new AwsError('NotAuthorizedException', 'Invalid Access Token');
      return open(definition);
    },
  };
};
