import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '@orderwire/local-cloud/dev/problem';

/**
 * Whether the AWS SDK is likely to find credentials; whether they are good, AWS says.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
const hasCredentials = (environment: NodeJS.ProcessEnv): boolean => {
  const inEnvironment = [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ];
  if (inEnvironment.some((name) => (environment[name] ?? '') !== '')) return true;
  const shared = environment['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws/credentials');
  const config = environment['AWS_CONFIG_FILE'] ?? join(homedir(), '.aws/config');
  return existsSync(shared) || existsSync(config);
};

/** @throws Problem */
export const requireCredentials = (command: string): void => {
  if (hasCredentials(process.env)) return;
  throw new Problem(
    'There are no AWS credentials: neither AWS_PROFILE nor AWS_ACCESS_KEY_ID is set, and ~/.aws is empty.',
    `\`aws configure sso\` (or \`aws configure\`), then AWS_PROFILE=<profile> ${command}`,
  );
};
