import { requireCredentials } from './deploy/credentials.ts';
import { stepsOf } from './deploy/deploy-stacks.ts';
import { beforehand, notBegun } from './deploy/go-through.ts';
import { holdingsOf, removalLines, requireAnswerable, requireName } from './deploy/removal.ts';
import { removedAsJson, removeStacks, tellRemoved } from './deploy/remove-stacks.ts';
import { cloudFormationStacks } from './deploy/stacks.ts';
import { refuseBusy } from './deploy/statuses.ts';
import { inOrder, readCompose, settingsOf } from '@orderwire/local-cloud/dev/packaging/compose';
import { applyService } from '@orderwire/local-cloud/dev/packaging/osls';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import { deployedStage } from '@orderwire/local-cloud/dev/packaging/stage';
import { verdictOf } from '@orderwire/local-cloud/dev/verdict';
import { command } from './lib/command.ts';

const COMMAND = 'npm run remove -- --stage dev';

const HELP = `${COMMAND} [--yes dev] [--json]

Removes the stacks of a stage from AWS, those that others need last. It says what goes and what stays, and asks for the
stage's name. Tables, files, secrets, users, the bus with its archive and parked messages stay: README.md, "Remove a stage".
  --stage  the stage
  --yes    the stage's name once more, where nobody can be asked
  --json   one object on standard output, nothing else there (npm run --silent remove -- --json …)
`;

const OPTIONS = {
  stage: { type: 'string' },
  yes: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export const main = command(HELP, OPTIONS, async ({ values, root, terminal }) => {
  const begunAt = performance.now();
  const stage = deployedStage(values.stage, COMMAND);
  const asked = { stage, yes: values.yes, input: process.stdin, output: process.stderr };
  requireAnswerable(asked);
  const compose = readCompose(root);
  requireCredentials(COMMAND);
  const settings = settingsOf(root, stage, process.env);
  const region = settings['DEPLOY_REGION'] ?? '';
  const { find, contents } = cloudFormationStacks(region);
  const all = stepsOf(root, compose, inOrder(compose).toReversed(), stage);
  const before = await beforehand(all, find);
  refuseBusy(before);
  const steps = all.filter(({ stack }) => before.some(({ name }) => name === stack));
  const [one] = before;
  if (one === undefined) {
    throw new Problem(`Nothing of the stage ${stage} stands in ${region}.`, 'look at DEPLOY_REGION in settings.yml.');
  }
  const holdings = await holdingsOf(steps, contents);
  terminal.line(`The stage ${stage} in ${region}, account ${one.accountId}:\n`);
  for (const line of removalLines(holdings)) terminal.line(line);
  terminal.line();
  await requireName(asked);
  const removal = {
    ...{ root, stage, region, compose, settings, terminal, find },
    apply: (packaging: Parameters<typeof applyService>[1]) => applyService('remove', packaging, settings),
  };
  const standings = await removeStacks(steps, before, removal);
  const ok = tellRemoved(standings, removal);
  const verdict = verdictOf(root, begunAt, ok, notBegun(standings));
  const told = removedAsJson(standings, holdings, removal);
  if (values.json) process.stdout.write(`${JSON.stringify({ ...verdict, ...told })}\n`);
  return ok ? 0 : 1;
});
