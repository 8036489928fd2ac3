import type { Cloud, Found } from './cloud.ts';
import type { BucketDefinition, EmailIdentityDefinition, SecretDefinition } from './model.ts';

/** What Serverless makes for its own uploads; nothing is uploaded here. */
const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket';

export const bucketsOf = (cloud: Cloud): readonly BucketDefinition[] =>
  cloud
    .each('AWS::S3::Bucket', ({ ref, resource, properties, attribute }) => {
      properties.ignore('BucketName', 'BucketEncryption', 'PublicAccessBlockConfiguration', 'OwnershipControls');
      properties.ignore('VersioningConfiguration', 'LifecycleConfiguration', 'CorsConfiguration', 'Tags');
      properties.ignore('ObjectLockEnabled', 'ObjectLockConfiguration', 'LoggingConfiguration', 'AccessControl');
      return { logicalId: resource.logicalId, name: ref, arn: attribute('Arn') };
    })
    .filter(({ logicalId }) => logicalId !== DEPLOYMENT_BUCKET)
    .map(({ name, arn }) => ({ name, arn }));

const secretValueOf = ({ properties }: Found): SecretDefinition['value'] => {
  const text = properties.optionalText('SecretString');
  const generate = properties.child('GenerateSecretString');
  if (text !== undefined) return { kind: 'string', text };
  if (generate === undefined) return properties.fail('SecretString', 'and GenerateSecretString are both missing.');
  const template = generate.optionalText('SecretStringTemplate');
  const key = generate.optionalText('GenerateStringKey');
  if ((template === undefined) !== (key === undefined)) {
    return generate.fail('SecretStringTemplate', 'and GenerateStringKey belong together.');
  }
  return {
    kind: 'generated',
    length: generate.number('PasswordLength', 32),
    excludePunctuation: generate.flag('ExcludePunctuation', false),
    ...(template === undefined ? {} : { template }),
    ...(key === undefined ? {} : { key }),
  };
};

export const secretsOf = (cloud: Cloud): readonly SecretDefinition[] =>
  cloud.each('AWS::SecretsManager::Secret', (found) => {
    found.properties.ignore('Name', 'Description', 'KmsKeyId', 'Tags');
    const name = found.ref.replace(/^.*:secret:/, '').slice(0, -7);
    return { name, arn: found.ref, value: secretValueOf(found) };
  });

export const emailIdentitiesOf = (cloud: Cloud, accountId: string): readonly EmailIdentityDefinition[] =>
  cloud.each('AWS::SES::EmailIdentity', ({ ref, properties }) => {
    properties.ignore('EmailIdentity', 'DkimAttributes', 'DkimSigningAttributes', 'FeedbackAttributes', 'Tags');
    properties.ignore('MailFromAttributes', 'ConfigurationSetAttributes');
    return { identity: ref, arn: `arn:aws:ses:${cloud.region}:${accountId}:identity/${ref}` };
  });
