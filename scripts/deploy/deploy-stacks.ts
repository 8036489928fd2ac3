import type { Compose } from '@orderwire/local-cloud/dev/packaging/compose';
import { stackName } from '@orderwire/local-cloud/dev/packaging/compose';
import type { Applied, Packaging } from '@orderwire/local-cloud/dev/packaging/osls';
import { seconds, type Terminal } from '@orderwire/local-cloud/dev/terminal';
import { type Going, goThrough, type Standing, type Step } from './go-through.ts';
import { deploymentParameters } from './parameters.ts';
import { deploymentLines, waysFrom } from './report.ts';
import type { Stack, Stacks } from './stacks.ts';

/** A stage, and what one can do to its stacks. */
export interface Stage {
  readonly root: string;
  readonly stage: string;
  readonly region: string;
  readonly compose: Compose;
  readonly settings: Readonly<Record<string, string>>;
  readonly terminal: Terminal;
  readonly find: Stacks['find'];
  /** Deploys or removes one service's stack, and waits until it is at rest. */
  readonly apply: (packaging: Packaging) => Promise<Applied>;
}

export interface Deployment extends Stage {
  readonly version: string;
}

/** The services' stacks, in the order that is given. */
export const stepsOf = (
  root: string,
  { services }: Compose,
  order: readonly string[],
  stage: string,
): readonly Step[] =>
  order.flatMap((service) => {
    const definition = services[service];
    return definition === undefined ? [] : [{ service, stack: stackName(root, definition, stage) }];
  });

/** Says on the terminal what is under way and how each ended: `deploying orders (5 of 11)`, `deployed orders (31.2 s)`. */
export const progress = (terminal: Terminal, doing: string, done: string): Pick<Going, 'tell' | 'ended'> => {
  let begun = performance.now();
  return {
    tell: ({ service }, number, of) => {
      begun = performance.now();
      terminal.live(`  ${doing} ${service} (${number} of ${of}) …`);
    },
    ended: ({ service, did, words = '' }) => {
      const took = `(${seconds(performance.now() - begun)})`;
      if (did === 'failed') terminal.line(`  ${terminal.paint('red', 'failed')} ${service} ${took}\n\n${words}\n`);
      else terminal.line(`  ${terminal.paint('green', did === 'done' ? done : did)} ${service} ${took}`);
    },
  };
};

/** One stack at a time: API Gateway refuses to change one API for several at once. Stops at the first failure. */
export const deployStacks = async (
  steps: readonly Step[],
  before: readonly Stack[],
  { root, stage, compose, settings, terminal, find, apply }: Deployment,
): Promise<readonly Standing[]> => {
  const stackOf = async (service: string): Promise<Stack | undefined> => {
    const [step] = stepsOf(root, compose, [service], stage);
    return step === undefined ? undefined : find(step.stack);
  };
  return goThrough(steps, before, {
    ...progress(terminal, 'deploying', 'deployed'),
    find,
    apply: async ({ service }) => {
      const parameters = await deploymentParameters({ compose, service, stage, settings, stackOf });
      return apply({ root, service, path: compose.services[service]?.path ?? '', stage, parameters });
    },
  });
};

const isWell = ({ did }: Standing): boolean => did === 'done' || did === 'unchanged';

/** Says what stands now; after a failure also how to go on or back. @returns whether all is deployed */
export const tellDeployed = (standings: readonly Standing[], deployment: Deployment): boolean => {
  const { stage, region, version, terminal } = deployment;
  const ok = standings.every(isWell);
  const heading = ok
    ? `Deployed ${version} to the stage ${stage} in ${region}.`
    : `Stopped while ${version} was deployed to the stage ${stage} in ${region}. What stands there now:`;
  terminal.line(`\n${heading}\n`);
  for (const line of deploymentLines(standings)) terminal.line(line);
  const apiUrl = standings.flatMap(({ after }) => after?.outputs['ApiUrl'] ?? [])[0];
  terminal.line();
  if (!ok) for (const line of waysFrom(standings, stage)) terminal.line(line);
  else if (apiUrl !== undefined) terminal.line(`The API: ${apiUrl}`);
  return ok;
};

/** The same for machines. */
export const deployedAsJson = (standings: readonly Standing[], { stage, region, version }: Deployment): object => ({
  stage,
  region,
  version,
  stacks: standings.map(({ service, stack, did, before, after, words }) => ({
    service,
    stack,
    did,
    status: after?.status ?? null,
    version: after?.version ?? null,
    versionBefore: before?.version ?? null,
    ...(words === undefined ? {} : { words }),
  })),
});
