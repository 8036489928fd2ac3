import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { aConsumer } from './consumer.ts';
import type { Followed } from './copy.ts';
import { anEndpoint } from './endpoint.ts';
import { anEvent } from './event.ts';
import { addAPartner, PARTNER } from './partner.ts';
import { follow } from './recipe.ts';
import { aService } from './service.ts';

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
