import type { SecretDefinition } from '../../template/model.ts';

/**
 * A secret by its name, its ARN, or its ARN without the six random characters at the end.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
export const findSecret = (secrets: readonly SecretDefinition[], id: string): SecretDefinition | undefined =>
  secrets.find(({ name, arn }) => id === name || id === arn || id === arn.replace(/-[A-Za-z0-9]{6}$/, ''));
