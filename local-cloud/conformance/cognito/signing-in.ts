import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refusalOf, refused, same } from '../check.ts';
import { address, claimsOf, initiate, poolOf, refresh, remove, signIn, withUser } from './pool.ts';
import { COGNITO } from '../pages.ts';

const getUser = ({ cognito }: Cloud, AccessToken = '') => cognito.send(new GetUserCommand({ AccessToken }));

const tokensOf = async (cloud: Cloud, email: string) => (await signIn(cloud, email)).AuthenticationResult ?? {};

export const signingIn = casesOf('cognito/signing-in', COGNITO.api('InitiateAuth'), [
  {
    name: 'tokens',
    rule: 'A sign-in with the password answers access, id and refresh token, and how long the access token lives.',
    run: withUser(async (email, cloud) => {
      const { AccessToken, IdToken, RefreshToken, ExpiresIn, TokenType } = await tokensOf(cloud, email);
      same([ExpiresIn, TokenType], [600, 'Bearer']);
      holds(new Set([AccessToken, IdToken, RefreshToken, undefined]).size === 4, 'A token is missing or there twice.');
    }),
  },
  {
    name: 'any-case',
    rule: 'The address counts in any case.',
    source: COGNITO.guide('user-pool-case-sensitivity'),
    run: withUser(async (email, cloud) => {
      holds((await tokensOf(cloud, email.toUpperCase())).AccessToken !== undefined, 'There is no token.');
    }),
  },
  {
    name: 'wrong-password',
    rule: 'A wrong password is refused with NotAuthorizedException.',
    run: withUser(async (email, cloud) => {
      await refused(
        signIn(cloud, email, 'Wrong1password'),
        'NotAuthorizedException',
        'Incorrect username or password.',
      );
    }),
  },
  {
    name: 'nobody',
    rule: 'Somebody who does not exist is refused in the same words, so that nobody learns who has an account.',
    source: COGNITO.guide('cognito-user-pool-managing-errors'),
    run: async (cloud) => {
      await refused(signIn(cloud, address(cloud)), 'NotAuthorizedException', 'Incorrect username or password.');
    },
  },
  {
    name: 'flow-not-enabled',
    rule: 'A flow that the app client does not allow is refused with InvalidParameterException.',
    run: async (cloud) => {
      const parameters = { USERNAME: address(cloud), SRP_A: 'abc' };
      await refused(initiate(cloud, 'USER_SRP_AUTH', parameters), 'InvalidParameterException', /not enabled/);
    },
  },
  {
    name: 'without-password',
    rule: 'A sign-in without a password is refused with InvalidParameterException that names it.',
    run: async (cloud) => {
      const call = initiate(cloud, 'USER_PASSWORD_AUTH', { USERNAME: address(cloud) });
      await refused(call, 'InvalidParameterException', /PASSWORD/);
    },
  },
  {
    name: 'access-token',
    rule: 'An access token names issuer, client, subject and scope, its use, and lives as long as the client says.',
    source: COGNITO.guide('amazon-cognito-user-pools-using-the-access-token'),
    run: withUser(async (email, cloud) => {
      const { issuer, clientId } = await poolOf(cloud);
      const claims = claimsOf((await tokensOf(cloud, email)).AccessToken);
      const { iss, client_id, token_use, scope, username, sub, exp, iat, jti, aud } = claims;
      same([iss, client_id, token_use, scope], [issuer, clientId, 'access', 'aws.cognito.signin.user.admin']);
      same([username, Number(exp) - Number(iat), aud], [sub, 600, undefined]);
      holds(typeof jti === 'string' && typeof claims['origin_jti'] === 'string', 'It has no ids.');
    }),
  },
  {
    name: 'id-token',
    rule: 'An id token is for the client and has the address; nothing but its use tells it from an access token.',
    source: COGNITO.guide('amazon-cognito-user-pools-using-the-id-token'),
    run: withUser(async (email, cloud) => {
      const { issuer, clientId } = await poolOf(cloud);
      const claims = claimsOf((await tokensOf(cloud, email)).IdToken);
      same([claims['iss'], claims['aud'], claims['token_use'], claims['email']], [issuer, clientId, 'id', email]);
      same([claims['cognito:username'], claims['client_id']], [claims['sub'], undefined]);
    }),
  },
  {
    name: 'signed',
    rule: 'Tokens are signed with RS256 by one of the keys that the pool publishes under its issuer.',
    source: COGNITO.guide('amazon-cognito-user-pools-using-tokens-verifying-a-jwt'),
    run: withUser(async (email, cloud) => {
      const { AccessToken = '' } = await tokensOf(cloud, email);
      const [head = '', body = '', signature = ''] = AccessToken.split('.');
      const { alg, kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as Readonly<Record<string, string>>;
      const { issuer } = await poolOf(cloud);
      const published = await fetch(`${issuer}/.well-known/jwks.json`);
      const { keys } = JSON.parse(await published.text()) as {
        readonly keys: readonly (JsonWebKey & { readonly kid: string })[];
      };
      const key = keys.find((one) => one.kid === kid);
      same([alg, key?.['alg'], key?.['use'], key?.kty], ['RS256', 'RS256', 'sig', 'RSA']);
      const publicKey = createPublicKey({ key: key ?? {}, format: 'jwk' });
      const isGenuine = (text: string) =>
        verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'));
      same([isGenuine(`${head}.${body}`), isGenuine(`${head}.${body}x`)], [true, false]);
    }),
  },
  {
    name: 'refreshed',
    rule: 'A refresh token gives new access and id tokens of the same sign-in, and no new refresh token.',
    source: COGNITO.guide('amazon-cognito-user-pools-using-the-refresh-token'),
    run: withUser(async (email, cloud) => {
      const first = await tokensOf(cloud, email);
      const { AuthenticationResult: second = {} } = await refresh(cloud, first.RefreshToken);
      same(second.RefreshToken, undefined);
      const [before, after] = [claimsOf(first.AccessToken), claimsOf(second.AccessToken)];
      for (const name of ['sub', 'origin_jti', 'auth_time', 'client_id']) same(after[name], before[name], name);
      holds(after['jti'] !== before['jti'], 'Both tokens have one id.');
    }),
  },
  {
    name: 'invalid-refresh-token',
    rule: 'A refresh token that is none is refused with NotAuthorizedException.',
    source: COGNITO.guide('amazon-cognito-user-pools-using-the-refresh-token'),
    run: async (cloud) => {
      await refused(refresh(cloud, 'no-token'), 'NotAuthorizedException');
    },
  },
  {
    name: 'get-user',
    rule: 'Who has an access token reads the own attributes; the user name is the subject.',
    source: COGNITO.api('GetUser'),
    run: withUser(async (email, cloud) => {
      const { AccessToken } = await tokensOf(cloud, email);
      const { Username, UserAttributes = [] } = await getUser(cloud, AccessToken);
      const attributes = Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value]));
      same([attributes['email'], Username], [email, attributes['sub']]);
    }),
  },
  {
    name: 'get-user-with-id-token',
    rule: 'An id token is not taken for an access token.',
    source: COGNITO.api('GetUser'),
    run: withUser(async (email, cloud) => {
      const { IdToken } = await tokensOf(cloud, email);
      await refused(getUser(cloud, IdToken), 'NotAuthorizedException', /Invalid Access Token/);
    }),
  },
  {
    name: 'get-user-forged',
    rule: 'An access token whose content was changed is refused.',
    source: COGNITO.guide('amazon-cognito-user-pools-using-tokens-verifying-a-jwt'),
    run: withUser(async (email, cloud) => {
      const [head = '', , signature = ''] = (await tokensOf(cloud, email)).AccessToken?.split('.') ?? [];
      const forged = Buffer.from(JSON.stringify({ sub: 'somebody', token_use: 'access' })).toString('base64url');
      await refused(getUser(cloud, `${head}.${forged}.${signature}`), 'NotAuthorizedException');
    }),
  },
  {
    name: 'no-groups',
    rule: 'The tokens of somebody in no group have no claim for groups.',
    source: COGNITO.guide('cognito-user-pools-user-groups'),
    run: withUser(async (email, cloud) => {
      same('cognito:groups' in claimsOf((await tokensOf(cloud, email)).AccessToken), false);
    }),
  },
  {
    name: 'groups',
    rule: 'Who was added to a group, once or twice, has it in both tokens from the next sign-in on.',
    source: COGNITO.guide('cognito-user-pools-user-groups'),
    run: withUser(async (email, cloud) => {
      const { poolId: UserPoolId } = await poolOf(cloud);
      const add = new AdminAddUserToGroupCommand({ UserPoolId, Username: email, GroupName: 'staff' });
      await cloud.cognito.send(add);
      await cloud.cognito.send(add);
      const { AccessToken, IdToken } = await tokensOf(cloud, email);
      const name = 'cognito:groups';
      same([claimsOf(AccessToken)[name], claimsOf(IdToken)[name]], [['staff'], ['staff']]);
    }),
  },
  {
    name: 'unknown-group',
    rule: 'A group that does not exist is refused with ResourceNotFoundException.',
    source: COGNITO.api('AdminAddUserToGroup'),
    run: withUser(async (email, cloud) => {
      const input = { UserPoolId: (await poolOf(cloud)).poolId, Username: email, GroupName: 'nobodies' };
      await refused(cloud.cognito.send(new AdminAddUserToGroupCommand(input)), 'ResourceNotFoundException');
    }),
  },
  {
    name: 'unknown-to-administrators',
    rule: 'An administrator is told that a user does not exist: UserNotFoundException.',
    source: COGNITO.api('AdminGetUser'),
    run: async (cloud) => {
      const input = { UserPoolId: (await poolOf(cloud)).poolId, Username: address(cloud) };
      await refused(cloud.cognito.send(new AdminGetUserCommand(input)), 'UserNotFoundException');
      await refused(cloud.cognito.send(new AdminDeleteUserCommand(input)), 'UserNotFoundException');
    },
  },
  {
    name: 'deleted',
    rule: 'A deleted user cannot sign in, refresh or read anything; the address is free again.',
    source: COGNITO.api('AdminDeleteUser'),
    run: withUser(async (email, cloud) => {
      const { AccessToken, RefreshToken } = await tokensOf(cloud, email);
      await remove(cloud, email);
      await refused(signIn(cloud, email), 'NotAuthorizedException');
      await refused(refresh(cloud, RefreshToken), 'NotAuthorizedException');
      const read = await refusalOf(getUser(cloud, AccessToken));
      holds(/^(UserNotFoundException|NotAuthorizedException)$/.test(read), `Reading ended with ${read}.`);
    }),
  },
]);
