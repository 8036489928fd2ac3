import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AuthFlowType } from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { Cloud } from '../case.ts';

export const PASSWORD = 'Correct1horse';

export interface Pool {
  readonly poolId: string;
  readonly clientId: string;
  readonly issuer: string;
  /** Of the HTTP API whose authorizer trusts this pool. */
  readonly apiUrl: string;
}

const pools = new WeakMap<Cloud, Promise<Pool>>();

/** AWS draws the pool's ids: the fixture wrote them into a secret. */
export const poolOf = (cloud: Cloud): Promise<Pool> => {
  const { secretsmanager, fixture } = cloud;
  const known = pools.get(cloud);
  if (known !== undefined) return known;
  const read = secretsmanager
    .send(new GetSecretValueCommand({ SecretId: fixture.name('UsersIds') }))
    .then(({ SecretString = '' }) => {
      const pool = JSON.parse(SecretString) as Pool;
      // What AWS documents of ProviderURL leaves its scheme open.
      return { ...pool, issuer: pool.issuer.startsWith('http') ? pool.issuer : `https://${pool.issuer}` };
    });
  pools.set(cloud, read);
  return read;
};

/** An address of its own, which AWS's mailbox simulator takes mail for. */
export const address = ({ unique }: Cloud): string => `success+${unique('user')}@simulator.amazonses.com`;

export const signUp = async (cloud: Cloud, Username: string, Password = PASSWORD) =>
  cloud.cognito.send(new SignUpCommand({ ClientId: (await poolOf(cloud)).clientId, Username, Password }));

export const initiate = async (cloud: Cloud, AuthFlow: AuthFlowType, AuthParameters: Record<string, string>) =>
  cloud.cognito.send(new InitiateAuthCommand({ ClientId: (await poolOf(cloud)).clientId, AuthFlow, AuthParameters }));

export const signIn = async (cloud: Cloud, USERNAME: string, password = PASSWORD) =>
  initiate(cloud, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD: password });

export const refresh = async (cloud: Cloud, token = '') =>
  initiate(cloud, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token });

export const remove = async (cloud: Cloud, Username: string) =>
  cloud.cognito.send(new AdminDeleteUserCommand({ UserPoolId: (await poolOf(cloud)).poolId, Username }));

type WithAddress = (email: string, cloud: Cloud) => Promise<void>;

/** What a case does with a user of its own, who is removed afterwards. */
const withNew =
  (make: (cloud: Cloud, Username: string) => Promise<unknown>) =>
  (run: WithAddress) =>
  async (cloud: Cloud): Promise<void> => {
    const email = address(cloud);
    await make(cloud, email);
    await run(email, cloud);
    await remove(cloud, email).catch(() => undefined);
  };

/** Somebody who signed up and is not confirmed. */
export const withNewcomer = withNew(signUp);

/** A confirmed user. */
export const withUser = withNew(async (cloud, Username) => {
  const { poolId: UserPoolId } = await poolOf(cloud);
  await cloud.cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  const password = { UserPoolId, Username, Password: PASSWORD, Permanent: true };
  await cloud.cognito.send(new AdminSetUserPasswordCommand(password));
});

export type Claims = Readonly<Record<string, unknown>>;

/** The claims of a token, unchecked. */
export const claimsOf = (token = ''): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;

/** What the pool knows of a user, attributes by name. */
export const describe = async (cloud: Cloud, Username: string) => {
  const { poolId: UserPoolId } = await poolOf(cloud);
  const user = await cloud.cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
  const attributes = Object.fromEntries((user.UserAttributes ?? []).map(({ Name = '', Value }) => [Name, Value]));
  return { ...user, attributes };
};

/** For cases that need a code. */
export const CODES = {
  only: 'engine',
  why: 'The code is read from the local cloud\u{2019}s mails; on AWS it goes to a mailbox.',
} as const;

/** The newest code that was mailed to this address. */
export const codeFor = async ({ endpoint }: Cloud, email: string): Promise<string> => {
  const response = await fetch(`${endpoint}/_local/mails.json?to=${encodeURIComponent(email)}`);
  const [newest] = JSON.parse(await response.text()) as readonly { readonly text: string }[];
  return /\d{6}/.exec(newest?.text ?? '')?.[0] ?? '';
};
