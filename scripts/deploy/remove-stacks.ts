import { packagingParameters } from '@orderwire/local-cloud/dev/packaging/compose';
import { progress, type Stage } from './deploy-stacks.ts';
import { goThrough, type Standing, type Step } from './go-through.ts';
import type { Holding } from './removal.ts';
import type { Stack } from './stacks.ts';

/** One stack after another, those that others need last. Stops at the first failure. */
export const removeStacks = async (
  steps: readonly Step[],
  before: readonly Stack[],
  { root, stage, compose, settings, terminal, find, apply }: Stage,
): Promise<readonly Standing[]> =>
  goThrough(steps, before, {
    ...progress(terminal, 'removing', 'removed'),
    find,
    apply: async ({ service }) => {
      const definition = compose.services[service];
      // osls wants every parameter to have a value, also to find out what a stack is called.
      const parameters = definition === undefined ? {} : packagingParameters(definition, stage, settings);
      return apply({ root, service, path: definition?.path ?? '', stage, parameters });
    },
  });

const isGone = ({ did }: Standing): boolean => did === 'done';

/** @returns whether all is gone */
export const tellRemoved = (standings: readonly Standing[], { stage, region, terminal }: Stage): boolean => {
  const ok = standings.every(isGone);
  if (ok) {
    terminal.line(
      `\nRemoved the stage ${stage} from ${region}. What stays is listed above; README.md, "Remove a stage", says`,
    );
    terminal.line('how to delete it, and what it means for the next deployment of this stage.');
    return true;
  }
  terminal.line(`\nStopped. Of the stage ${stage} in ${region} there is left:\n`);
  for (const { service, after } of standings.filter((one) => !isGone(one))) {
    terminal.line(`  ${service}  ${after?.status ?? 'unknown'}`);
  }
  terminal.line(`\nOn: correct what failed, then npm run remove -- --stage ${stage}`);
  return false;
};

/** The same for machines. */
export const removedAsJson = (
  standings: readonly Standing[],
  holdings: readonly Holding[],
  { stage, region }: Stage,
): object => ({
  stage,
  region,
  stacks: standings.map(({ service, stack, did, after, words }) => ({
    service,
    stack,
    did,
    status: after?.status ?? null,
    ...(words === undefined ? {} : { words }),
  })),
  kept: holdings.flatMap(({ service, contents }) =>
    contents.filter(({ stays }) => stays).map(({ type, name }) => ({ service, type, name })),
  ),
});
