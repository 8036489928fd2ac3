import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCompose, settingsOf } from './lib/compose.ts';
import { guarded, Problem } from './lib/problem.ts';
import { deployedStage } from './lib/stage.ts';
import { runTool, toolFile } from './lib/tool.ts';

const HELP = `npm run deploy -- --stage dev [--service name]

Deploys every service of serverless-compose.yml to AWS, each after those whose outputs it takes.
  --stage    dev, prod … : part of every name; the shop's settings of a stage, its region too, stand in settings.yml
  --service  only this one; what it needs must be deployed already
`;

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

const requireCredentials = (): void => {
  if (hasCredentials(process.env)) return;
  throw new Problem(
    'There are no AWS credentials: neither AWS_PROFILE nor AWS_ACCESS_KEY_ID is set, and ~/.aws is empty.',
    '`aws configure sso` (or `aws configure`), then AWS_PROFILE=<profile> npm run deploy -- --stage dev.',
  );
};

/** Placeholders of the file as it comes with the repository. */
const requireOwnSettings = (settings: Readonly<Record<string, string>>): void => {
  const unset = Object.entries(settings).filter(([, value]) => /(^|[@.])example\.com\b/.test(value));
  if (unset.length === 0) return;
  throw new Problem(
    `The shop's settings are still those of the example: ${unset.map(([name]) => name).join(', ')}.`,
    'write your own into settings.yml, or set variables of these names.',
  );
};

export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stage: { type: 'string' },
        service: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const { service } = values;
    const stage = deployedStage(values.stage, 'npm run deploy -- --stage dev');
    readCompose(root, service === undefined ? undefined : [service]);
    requireCredentials();
    const settings = settingsOf(root, stage, process.env);
    requireOwnSettings(settings);
    // Compose calls `serverless` by name.
    const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
    // One stack at a time: API Gateway refuses to change one API for several at once.
    const options = [
      `--stage=${stage}`,
      '--max-concurrency=1',
      ...(service === undefined ? [] : [`--service=${service}`]),
    ];
    const file = toolFile(root, '@osls/compose', 'osls-compose');
    const { code } = await runTool(file, ['deploy', ...options], {
      root,
      shown: true,
      env: { ...process.env, ...settings, PATH: path },
    });
    return code;
  });
