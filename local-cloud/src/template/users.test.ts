import { describe, expect, it } from '@jest/globals';
import { modelWith } from './testing/snippets.ts';

describe('users', () => {
  it('have the pool’s password policy, groups and the length of an access token', () => {
    const { userPools } = modelWith({
      Pool: {
        Type: 'AWS::Cognito::UserPool',
        Properties: { Policies: { PasswordPolicy: { MinimumLength: 12, RequireNumbers: true } } },
      },
      Staff: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'staff' } },
      Client: {
        Type: 'AWS::Cognito::UserPoolClient',
        Properties: {
          UserPoolId: { Ref: 'Pool' },
          AccessTokenValidity: 2,
          TokenValidityUnits: { AccessToken: 'hours' },
        },
      },
    });
    expect(userPools).toMatchObject([
      {
        id: expect.stringMatching(/^eu-central-1_[A-Za-z0-9]{9}$/) as unknown,
        clientIds: [expect.stringMatching(/^[a-z0-9]{26}$/) as unknown],
        groups: ['staff'],
        accessTokenMinutes: 120,
        passwordPolicy: { minimumLength: 12, requireNumbers: true, requireUppercase: false, requireSymbols: false },
      },
    ]);
  });

  it('of a pool without a policy meet Cognito’s own', () => {
    const { userPools } = modelWith({ Pool: { Type: 'AWS::Cognito::UserPool' } });
    expect(userPools[0]?.passwordPolicy).toMatchObject({
      minimumLength: 8,
      requireUppercase: true,
      requireSymbols: true,
    });
  });

  it('may have no trigger, because none would run', () => {
    const Pool = { Type: 'AWS::Cognito::UserPool', Properties: { LambdaConfig: { PreSignUp: 'arn' } } };
    expect(() => modelWith({ Pool })).toThrow('shop › Pool › LambdaConfig: is a property');
  });
});
