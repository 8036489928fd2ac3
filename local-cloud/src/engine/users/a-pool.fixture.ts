import { generateKeyPairSync } from 'node:crypto';
import type { InitiateAuthResponse, SignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import jwt from 'jsonwebtoken';
import { aModel } from '../access/a-model.fixture.ts';
import { anEnvironment } from '../access/an-environment.fixture.ts';
import { calling } from '../access/calling.fixture.ts';
import { makeMeter } from '../meter.ts';
import { makeUsers } from './users.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signingKey = { privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), kid: 'local-1' };
const pools = aModel().userPools;
const POOL = 'eu-west-1_local';
export const ISSUER = pools[0]!.issuer;
export const EMAIL = 'jane@example.com';
export const PASSWORD = 'Correct-horse1';
export const HOUR = 60 * 60 * 1000;

/** A user pool with nobody in it, its clock and its mails, and the calls that the tests make of it. */
export const setUp = () => {
  const [environment, meter] = [anEnvironment(), makeMeter()];
  const sent: { to: string; subject: string; text: string }[] = [];
  const sendCode = (to: string, subject: string, text: string): void => void sent.push({ to, subject, text });
  const { operations, jwks } = makeUsers({
    ...{ environment, meter, pools, signingKey, sendCode },
    ownerOf: () => 'customers',
  });
  const call = calling(operations, { kind: 'anonymous' });
  const signUp = (input: object = {}) =>
    call<SignUpResponse>('SignUp', { ClientId: 'shop-client', Username: EMAIL, Password: PASSWORD, ...input });
  const confirm = (ConfirmationCode: string, Username = EMAIL) =>
    call('ConfirmSignUp', { ClientId: 'shop-client', Username, ConfirmationCode });
  const lastCode = () => /\d{6}$/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '';
  const auth = (AuthFlow: string, AuthParameters: object) =>
    call<InitiateAuthResponse>('InitiateAuth', { ClientId: 'shop-client', AuthFlow, AuthParameters });
  const signIn = (USERNAME = EMAIL, secret = PASSWORD) =>
    auth('USER_PASSWORD_AUTH', { USERNAME, PASSWORD: secret }).AuthenticationResult ?? {};
  const refresh = (REFRESH_TOKEN: string | undefined) =>
    auth('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN }).AuthenticationResult ?? {};
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Only the test knows which operation it names.
  const admin = <Output>(operation: string, input: object = {}) =>
    call<Output>(operation, { UserPoolId: POOL, Username: EMAIL, ...input });
  const registered = (): string => {
    const { UserSub } = signUp({ UserAttributes: [{ Name: 'name', Value: 'Jane' }] });
    confirm(lastCode());
    return UserSub ?? '';
  };
  return { call, signUp, confirm, lastCode, auth, signIn, refresh, admin, registered, sent, environment, meter, jwks };
};

export const claimsOf = (token: string | undefined): jwt.JwtPayload => jwt.decode(token ?? '', { json: true }) ?? {};
