import type { GetSecretValueRequest, UpdateSecretVersionStageRequest } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../contract.ts';

export interface SecretVersion {
  readonly id: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** One secret's versions, oldest first, and which of them carries each staging label. */
export interface StoredSecret {
  readonly createdAt: number;
  changedAt: number;
  description?: string;
  readonly versions: SecretVersion[];
  readonly stages: Record<string, string>;
}

/** By the secret's name. */
export interface SecretsState {
  readonly secrets: Record<string, StoredSecret>;
}

export const makeSecretsState = (): SecretsState => ({ secrets: {} });

export const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';
/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const MAX_VERSIONS = 100;
const MAX_BYTES = 65_536;

const valueNotFound = (by: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${by}`);

export const stagesOf = ({ stages }: StoredSecret, versionId: string): string[] =>
  Object.keys(stages).filter((stage) => stages[stage] === versionId);

export type Value = { readonly text?: string | undefined; readonly bytes?: Uint8Array | undefined };

export const sameValue = (version: SecretVersion, value: Value): boolean =>
  version.text === value.text && Buffer.from(version.bytes ?? []).equals(Buffer.from(value.bytes ?? []));

/** Moving AWSCURRENT leaves AWSPREVIOUS behind on the version that lost it. */
export const attach = (secret: StoredSecret, stages: readonly string[], versionId: string): void => {
  for (const stage of stages) {
    const before = secret.stages[stage];
    secret.stages[stage] = versionId;
    if (stage === CURRENT && before !== undefined && before !== versionId) secret.stages[PREVIOUS] = before;
  }
};

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

/**
 * Moves a label, or takes it away when no version is named to move it to. A caller that moves an attached label has to
 * name the version that has it, so that of two rotations at once only one succeeds.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export const moveStage = (secret: StoredSecret, input: UpdateSecretVersionStageRequest): void => {
  const { VersionStage: stage = '', MoveToVersionId: to, RemoveFromVersionId: from } = input;
  const missing = [to, from].find((id) => id !== undefined && !secret.versions.some((version) => version.id === id));
  if (missing !== undefined) throw valueNotFound(`VersionId: ${missing}`);
  const holder = secret.stages[stage];
  if (holder !== undefined && holder !== to && from === undefined)
    throw invalid(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  if (from !== undefined && from !== holder)
    throw invalid(`The parameter RemoveFromVersionId isn't valid: staging label ${stage} isn't attached to ${from}.`);
  if (to !== undefined) attach(secret, [stage], to);
  else if (stage === CURRENT) throw invalid(`You can't remove staging label ${CURRENT} without moving it.`);
  else Reflect.deleteProperty(secret.stages, stage);
};

/** Labelled versions stay; of the others the oldest go first. */
export const prune = (secret: StoredSecret): void => {
  while (secret.versions.length > MAX_VERSIONS) {
    const oldest = secret.versions.findIndex(({ id }) => stagesOf(secret, id).length === 0);
    if (oldest < 0) return;
    secret.versions.splice(oldest, 1);
  }
};

export const versionIn = (secret: StoredSecret, { VersionId, VersionStage }: GetSecretValueRequest): SecretVersion => {
  const stage = VersionStage ?? CURRENT;
  const id = VersionId ?? secret.stages[stage];
  const version = secret.versions.find((each) => each.id === id);
  if (version === undefined) throw valueNotFound(VersionId ? `VersionId: ${VersionId}` : `staging label: ${stage}`);
  if (VersionId !== undefined && VersionStage !== undefined && secret.stages[VersionStage] !== VersionId) {
    throw new AwsError(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  }
  return version;
};

export const requireValue = ({ text, bytes }: Value): void => {
  if ((text === undefined) === (bytes === undefined)) {
    throw new AwsError('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
  }
  const size = text === undefined ? (bytes?.byteLength ?? 0) : Buffer.byteLength(text);
  if (size < 1 || size > MAX_BYTES) {
    throw new AwsError('InvalidParameterException', `The secret value must have between 1 and ${MAX_BYTES} bytes.`);
  }
};
