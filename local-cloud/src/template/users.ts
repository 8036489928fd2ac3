import type { Cloud } from './cloud.ts';
import type { UserPoolDefinition } from './model.ts';
import type { Reader } from './reader.ts';

const MINUTES: Readonly<Record<string, number>> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 };

interface Client {
  readonly poolId: string;
  readonly clientId: string;
  readonly accessTokenMinutes: number;
}

const clientsOf = (cloud: Cloud): readonly Client[] =>
  cloud.each('AWS::Cognito::UserPoolClient', ({ ref, properties }) => {
    const units = properties.child('TokenValidityUnits');
    const unit = units?.optionalText('AccessToken') ?? 'hours';
    units?.ignore('IdToken', 'RefreshToken');
    if (properties.flag('GenerateSecret', false))
      properties.fail('GenerateSecret', 'is not emulated by the local cloud.');
    properties.ignore('ClientName', 'ExplicitAuthFlows', 'IdTokenValidity', 'RefreshTokenValidity');
    properties.ignore('PreventUserExistenceErrors', 'EnableTokenRevocation', 'AuthSessionValidity');
    properties.ignore('ReadAttributes', 'WriteAttributes', 'SupportedIdentityProviders', 'RefreshTokenRotation');
    const each = MINUTES[unit] ?? properties.fail('TokenValidityUnits.AccessToken', `${unit} is no unit.`);
    const validity = properties.optionalNumber('AccessTokenValidity');
    return {
      poolId: properties.text('UserPoolId'),
      clientId: ref,
      accessTokenMinutes: validity === undefined ? 60 : validity * each,
    };
  });

/** Without a policy Cognito asks for eight characters of all four kinds; with one, only for what it names. */
const passwordPolicyOf = (properties: Reader): UserPoolDefinition['passwordPolicy'] => {
  const policies = properties.child('Policies');
  const policy = policies?.child('PasswordPolicy');
  policy?.ignore('TemporaryPasswordValidityDays', 'PasswordHistorySize');
  policies?.ignore('SignInPolicy');
  const otherwise = policy === undefined;
  return {
    minimumLength: policy?.number('MinimumLength', 8) ?? 8,
    requireUppercase: policy?.flag('RequireUppercase', false) ?? otherwise,
    requireLowercase: policy?.flag('RequireLowercase', false) ?? otherwise,
    requireNumbers: policy?.flag('RequireNumbers', false) ?? otherwise,
    requireSymbols: policy?.flag('RequireSymbols', false) ?? otherwise,
  };
};

export const userPoolsOf = (cloud: Cloud): readonly UserPoolDefinition[] => {
  const clients = clientsOf(cloud);
  const groups = cloud.each('AWS::Cognito::UserPoolGroup', ({ ref, properties }) => {
    properties.ignore('GroupName', 'Description', 'Precedence', 'RoleArn');
    return { poolId: properties.text('UserPoolId'), name: ref };
  });
  return cloud.each('AWS::Cognito::UserPool', ({ ref, properties, attribute }) => {
    const passwordPolicy = passwordPolicyOf(properties);
    properties.ignore('UserPoolName', 'UserPoolTier', 'UserPoolTags', 'UsernameAttributes', 'UsernameConfiguration');
    properties.ignore('AutoVerifiedAttributes', 'Schema', 'AdminCreateUserConfig', 'AccountRecoverySetting');
    properties.ignore('MfaConfiguration', 'EnabledMfas', 'DeletionProtection', 'VerificationMessageTemplate');
    properties.ignore('EmailConfiguration', 'EmailVerificationMessage', 'EmailVerificationSubject', 'AliasAttributes');
    properties.ignore('UserAttributeUpdateSettings', 'UserPoolAddOns', 'DeviceConfiguration');
    const own = clients.filter(({ poolId }) => poolId === ref);
    return {
      id: ref,
      arn: attribute('Arn'),
      clientIds: own.map(({ clientId }) => clientId),
      groups: groups.filter(({ poolId }) => poolId === ref).map(({ name }) => name),
      issuer: attribute('ProviderURL'),
      passwordPolicy,
      accessTokenMinutes: own[0]?.accessTokenMinutes ?? 60,
    };
  });
};
