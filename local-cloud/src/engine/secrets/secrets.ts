import type {
  DescribeSecretRequest,
  DescribeSecretResponse,
  GetSecretValueRequest,
  GetSecretValueResponse,
  ListSecretsRequest,
  ListSecretsResponse,
  PutSecretValueRequest,
  PutSecretValueResponse,
  UpdateSecretRequest,
  UpdateSecretResponse,
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from '@aws-sdk/client-secrets-manager';
import type { SecretDefinition } from '../../template/model.ts';
import { AwsError, type Caller, type Charging, type Operations } from '../contract.ts';
import { uuid } from '../queue/uuid.ts';
import { findSecret } from './find.ts';
import { initialValue } from './generate.ts';
import {
  attach,
  CURRENT,
  makeSecretsState,
  moveStage,
  prune,
  requireValue,
  sameValue,
  stagesOf,
  versionIn,
  type SecretsState,
  type StoredSecret,
  type Value,
} from './versions.ts';

export interface SecretsDeps extends Charging {
  readonly definitions: readonly SecretDefinition[];
  readonly state?: SecretsState;
}

export interface SecretsPart {
  readonly operations: Operations;
}

const notFound = (): AwsError =>
  new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");

/** Secrets Manager: versions with staging labels. https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
export const makeSecrets = ({ environment, definitions, meter, ownerOf, state }: SecretsDeps): SecretsPart => {
  const { secrets } = state ?? makeSecretsState();

  for (const { name, value } of definitions) {
    if (secrets[name] !== undefined) continue;
    const [id, at] = [uuid(environment.random), environment.now()];
    secrets[name] = {
      createdAt: at,
      changedAt: at,
      versions: [{ id, text: initialValue(value, environment.random), createdAt: at }],
      stages: { [CURRENT]: id },
    };
  }

  const found = (id: string | undefined): { definition: SecretDefinition; secret: StoredSecret } => {
    const definition = findSecret(definitions, id ?? '');
    const secret = definition && secrets[definition.name];
    if (definition === undefined || secret === undefined) throw notFound();
    return { definition, secret };
  };

  /** A version's id is the caller's token, so that a repeated request changes nothing. */
  const store = (secret: StoredSecret, value: Value, token: string | undefined, stages: readonly string[]): string => {
    requireValue(value);
    const id = token ?? uuid(environment.random);
    const existing = secret.versions.find((version) => version.id === id);
    if (existing !== undefined && !sameValue(existing, value)) {
      throw new AwsError(
        'ResourceExistsException',
        `You can't use ClientRequestToken ${id} because that value is already in use for a version of the secret.`,
      );
    }
    if (existing !== undefined) return id;
    const { text, bytes } = value;
    const createdAt = environment.now();
    secret.versions.push({ id, createdAt, ...(text === undefined ? {} : { text }), ...(bytes ? { bytes } : {}) });
    secret.changedAt = createdAt;
    attach(secret, stages, id);
    prune(secret);
    return id;
  };

  const charged =
    <Input, Output>(operation: (input: Input) => Output) =>
    (input: Input, caller: Caller): Output => {
      meter.count('secret-call', 1, ownerOf(caller));
      return operation(input);
    };

  const getSecretValue = (input: GetSecretValueRequest): GetSecretValueResponse => {
    const { definition, secret } = found(input.SecretId);
    const version = versionIn(secret, input);
    return {
      ARN: definition.arn,
      Name: definition.name,
      VersionId: version.id,
      VersionStages: stagesOf(secret, version.id),
      CreatedDate: new Date(version.createdAt),
      ...(version.text === undefined ? {} : { SecretString: version.text }),
      ...(version.bytes === undefined ? {} : { SecretBinary: version.bytes }),
    };
  };

  const putSecretValue = (input: PutSecretValueRequest): PutSecretValueResponse => {
    const { definition, secret } = found(input.SecretId);
    const value = { text: input.SecretString, bytes: input.SecretBinary };
    const id = store(secret, value, input.ClientRequestToken, input.VersionStages ?? [CURRENT]);
    return { ARN: definition.arn, Name: definition.name, VersionId: id, VersionStages: stagesOf(secret, id) };
  };

  const updateSecret = (input: UpdateSecretRequest): UpdateSecretResponse => {
    const { definition, secret } = found(input.SecretId);
    const value = { text: input.SecretString, bytes: input.SecretBinary };
    const hasValue = value.text !== undefined || value.bytes !== undefined;
    const VersionId = hasValue ? store(secret, value, input.ClientRequestToken, [CURRENT]) : undefined;
    if (input.Description !== undefined) secret.description = input.Description;
    return { ARN: definition.arn, Name: definition.name, ...(VersionId !== undefined && { VersionId }) };
  };

  const updateSecretVersionStage = (input: UpdateSecretVersionStageRequest): UpdateSecretVersionStageResponse => {
    const { definition, secret } = found(input.SecretId);
    moveStage(secret, input);
    secret.changedAt = environment.now();
    return { ARN: definition.arn, Name: definition.name };
  };

  const describe = ({ arn, name }: SecretDefinition, secret: StoredSecret): DescribeSecretResponse => ({
    ARN: arn,
    Name: name,
    ...(secret.description === undefined ? {} : { Description: secret.description }),
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(secret.changedAt),
    VersionIdsToStages: Object.fromEntries(
      secret.versions.map(({ id }) => [id, stagesOf(secret, id)]).filter(([, stages]) => stages?.length !== 0),
    ) as Record<string, string[]>,
  });

  const describeSecret = (input: DescribeSecretRequest): DescribeSecretResponse => {
    const { definition, secret } = found(input.SecretId);
    return describe(definition, secret);
  };

  const listSecrets = (_input: ListSecretsRequest): ListSecretsResponse => ({
    SecretList: definitions.map((definition) => {
      const { VersionIdsToStages, ...entry } = describe(definition, found(definition.name).secret);
      return { ...entry, SecretVersionsToStages: VersionIdsToStages };
    }),
  });

  return {
    operations: {
      GetSecretValue: charged(getSecretValue),
      PutSecretValue: charged(putSecretValue),
      UpdateSecret: charged(updateSecret),
      UpdateSecretVersionStage: charged(updateSecretVersionStage),
      DescribeSecret: charged(describeSecret),
      ListSecrets: charged(listSecrets),
    },
  };
};
