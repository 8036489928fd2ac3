import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { aConsumer } from './consumer.ts';
import type { Followed } from './copy.ts';
import { anEndpoint } from './endpoint.ts';
import { anEvent } from './event.ts';
import { addAPartner, PARTNER } from './partner.ts';
import { follow } from './recipe.ts';
import { aService } from './service.ts';

/** How many files a newcomer has to touch, at the most. */
const MOST_FILES: Readonly<Record<string, number>> = {
  [anEvent.name]: 3,
  [aConsumer.name]: 2,
  [anEndpoint.name]: 4,
  [aService.name]: 6,
  [PARTNER]: 2,
};

/** What was not as promised, in words; empty when all was. */
export const faultsOf = ({ name, filesTouched, answered, problem }: Followed): readonly string[] => [
  ...(answered ? [] : [`the recipe for ${name}: ${String(problem)}`]),
  ...(filesTouched > (MOST_FILES[name] ?? 0) ? [`the recipe for ${name} touches ${filesTouched} files`] : []),
];

/** Every recipe of CONTRIBUTING.md, followed one after another: each packages and starts a whole platform. */
export const followAll = async (root: string, { live, line, paint }: Terminal): Promise<readonly Followed[]> => {
  const followed: Followed[] = [];
  const recipes = [anEvent, aConsumer, anEndpoint, aService].map((recipe) => ({
    name: recipe.name,
    run: () => follow(root, recipe),
  }));
  for (const { name, run } of [...recipes, { name: PARTNER, run: () => addAPartner(root) }]) {
    live(`  adding ${name} to a copy …`);
    const one = await run();
    line(`  ${one.answered ? paint('green', 'added') : paint('red', 'failed')} ${name}: ${one.filesTouched} files`);
    followed.push(one);
  }
  return followed;
};
