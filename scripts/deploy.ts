import { requireCredentials } from './deploy/credentials.ts';
import { deployedAsJson, type Deployment, deployStacks, stepsOf, tellDeployed } from './deploy/deploy-stacks.ts';
import { beforehand, notBegun } from './deploy/go-through.ts';
import { deployableSettings } from './deploy/settings.ts';
import { cloudFormationStacks } from './deploy/stacks.ts';
import { refuseBusy, refuseStuck } from './deploy/statuses.ts';
import { versionOf } from './deploy/version.ts';
import { inOrder, readCompose } from '@orderwire/local-cloud/dev/packaging/compose';
import { applyService } from '@orderwire/local-cloud/dev/packaging/osls';
import { deployedStage } from '@orderwire/local-cloud/dev/packaging/stage';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';
import { command } from './lib/command.ts';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';

const COMMAND = 'npm run deploy -- --stage dev';

const HELP = `${COMMAND} [--service name] [--json]

Deploys every service of serverless-compose.yml to AWS, one at a time, each after those whose outputs it takes. All are
packaged first: what cannot be packaged touches nothing. The first stack that fails ends it: then it says what stands, of
which version, and how to go on or back.
  --stage    dev, prod … : part of every name; the shop's settings of a stage, its region too, stand in settings.yml
  --service  only this one; what it needs must be deployed already
  --json     one object on standard output, nothing else there (npm run --silent deploy -- --json …)
`;

const OPTIONS = {
  stage: { type: 'string' },
  service: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export const main = command(HELP, OPTIONS, async ({ values, root, terminal }) => {
  const begunAt = performance.now();
  const stage = deployedStage(values.stage, COMMAND);
  const compose = readCompose(root);
  const only = values.service === undefined ? undefined : Object.keys(readCompose(root, [values.service]).services);
  const order = inOrder(compose).filter((service) => only?.includes(service) ?? true);
  requireCredentials(COMMAND);
  const settings = deployableSettings(root, stage);
  const region = settings['DEPLOY_REGION'] ?? '';
  const { find } = cloudFormationStacks(region);
  const steps = stepsOf(root, compose, order, stage);
  const before = await beforehand(steps, find);
  refuseBusy(before);
  refuseStuck(before);
  await packageServices({ root, stage, terminal, ...(only === undefined ? {} : { only }) });
  const version = versionOf(root);
  const environment = { ...settings, DEPLOY_VERSION: version };
  const deployment: Deployment = {
    ...{ root, stage, region, version, compose, settings, terminal, find },
    apply: (packaging) => applyService('deploy', packaging, environment),
  };
  const standings = await deployStacks(steps, before, deployment);
  const ok = tellDeployed(standings, deployment);
  const verdict = verdictOf(root, begunAt, ok, notBegun(standings));
  if (values.json)
    process.stdout.write(`${JSON.stringify({ ...verdict, ...deployedAsJson(standings, deployment) })}\n`);
  return ok ? 0 : 1;
});
