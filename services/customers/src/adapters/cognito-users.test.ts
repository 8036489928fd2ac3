import { describe, expect, it } from '@jest/globals';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { cognitoUsers } from './cognito-users.ts';

const aPool = (answer: unknown) => {
  const { client, inputs } = makeFakeClient(() => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { users: cognitoUsers({ cognito: client, clientId: 'client-1' }), inputs };
};

const failing = (name: string) =>
  aPool(Object.assign(new Error('Value "canary@example.com" at username'), { name })).users;

const user = { email: 'canary@example.com', password: 'Correct-horse1' };

const ask = {
  signUp: (name: string) => failing(name).signUp(user),
  confirm: (name: string) => failing(name).confirm(user.email, '123456'),
  signIn: (name: string) => failing(name).signIn(user.email, user.password),
};

describe('what Cognito refuses', () => {
  it.each([
    { operation: 'signUp', code: 'PASSWORD_TOO_WEAK', names: ['InvalidPasswordException'] },
    { operation: 'signUp', code: 'EMAIL_REFUSED', names: ['InvalidParameterException'] },
    { operation: 'signUp', code: 'CODE_NOT_SENT', names: ['CodeDeliveryFailureException'] },
    { operation: 'signUp', code: 'TOO_MANY_ATTEMPTS', names: ['LimitExceededException'] },
    {
      operation: 'confirm',
      code: 'CODE_INVALID',
      names: [
        'CodeMismatchException',
        'ExpiredCodeException',
        'NotAuthorizedException',
        'UserNotFoundException',
        'AliasExistsException',
      ],
    },
    { operation: 'confirm', code: 'TOO_MANY_ATTEMPTS', names: ['TooManyFailedAttemptsException'] },
    { operation: 'signIn', code: 'CREDENTIALS_WRONG', names: ['NotAuthorizedException', 'UserNotFoundException'] },
    { operation: 'signIn', code: 'USER_NOT_CONFIRMED', names: ['UserNotConfirmedException'] },
    { operation: 'signIn', code: 'PASSWORD_RESET_REQUIRED', names: ['PasswordResetRequiredException'] },
    { operation: 'signIn', code: 'TOO_MANY_ATTEMPTS', names: ['LimitExceededException'] },
  ] as const)('at $operation is $code: $names', async ({ operation, code, names }) => {
    for (const name of names) expect([name, await ask[operation](name)]).toEqual([name, { ok: false, error: code }]);
  });

  it('at sign-up because the address is taken is no refusal', async () => {
    expect(await ask.signUp('UsernameExistsException')).toEqual(await aPool({}).users.signUp(user));
  });

  it.each(['signUp', 'confirm', 'signIn'] as const)(
    'for a reason of its own is our failure at %s, named but not quoted',
    async (operation) => {
      const failure = ask[operation]('TooManyRequestsException');
      await expect(failure).rejects.toMatchObject({ name: 'TooManyRequestsException' });
      await expect(failure).rejects.not.toThrow('canary');
    },
  );
});

describe('signing in', () => {
  const tokenOf = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
  const answering = (IdToken: string) =>
    aPool({
      AuthenticationResult: {
        ...{ AccessToken: 'access', IdToken, RefreshToken: 'refresh', ExpiresIn: 3600, TokenType: 'Bearer' },
      },
    });

  it('answers with the tokens and who they belong to', async () => {
    const idToken = tokenOf({ sub: 'sub-1', email: 'Ada@Example.com', name: 'Ada' });
    const { users, inputs } = answering(idToken);
    const tokens = { accessToken: 'access', idToken, refreshToken: 'refresh', expiresIn: 3600, tokenType: 'Bearer' };
    const identity = { customerId: 'sub-1', email: 'ada@example.com', name: 'Ada' };
    expect(await users.signIn(user.email, user.password)).toEqual({ ok: true, value: { tokens, identity } });
    expect(inputs).toEqual([
      {
        ClientId: 'client-1',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
      },
    ]);
  });

  it('is unfinished when Cognito asks for more instead', async () => {
    const { users } = aPool({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 's' });
    expect(await users.signIn(user.email, user.password)).toEqual({ ok: false, error: 'SIGN_IN_UNFINISHED' });
  });

  it.each(['', 'canary', 'a.canary.c', tokenOf({ sub: 'canary' })])(
    'fails without quoting an id token that cannot be read (%s)',
    async (token) => {
      const failure = answering(token).users.signIn(user.email, user.password);
      await expect(failure).rejects.toThrow('not as documented');
      await expect(failure).rejects.not.toThrow('canary');
    },
  );
});
