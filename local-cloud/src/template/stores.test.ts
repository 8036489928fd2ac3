import { describe, expect, it } from '@jest/globals';
import { arnOf, modelWith } from './testing/snippets.ts';

describe('stores', () => {
  it('are buckets in lower case, without the one of the deployment', () => {
    const { buckets } = modelWith({
      ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket' },
      Files: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } },
    });
    expect(buckets).toEqual([{ name: 'orderwire-shop-local-files', arn: 'arn:aws:s3:::orderwire-shop-local-files' }]);
  });

  it('are secrets with an ARN that stays, fixed or generated', () => {
    const Resources = {
      Fixed: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'a/b-c', SecretString: 'x' } },
      Made: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          GenerateSecretString: {
            SecretStringTemplate: '{}',
            GenerateStringKey: 'key',
            PasswordLength: 48,
            ExcludePunctuation: true,
          },
        },
      },
    };
    const { secrets } = modelWith(Resources);
    expect(secrets).toEqual(modelWith(Resources).secrets);
    expect(secrets[0]).toMatchObject({ name: 'a/b-c', value: { kind: 'string', text: 'x' } });
    expect(secrets[0]?.arn).toMatch(/:secret:a\/b-c-[A-Za-z0-9]{6}$/);
    expect(secrets[1]?.value).toEqual({
      kind: 'generated',
      template: '{}',
      key: 'key',
      length: 48,
      excludePunctuation: true,
    });
  });

  it('are identities that mail may come from', () => {
    const { emailIdentities } = modelWith({
      From: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'arn:compose:output:::local/MailFrom' } },
    });
    expect(emailIdentities).toEqual([
      { identity: 'shop@example.test', arn: arnOf('ses', 'identity/shop@example.test') },
    ]);
  });
});
