import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { aConsumer } from './consumer.ts';
import type { Followed } from './copy.ts';
import { anEndpoint } from './endpoint.ts';
import { anEvent } from './event.ts';
import { follow } from './recipe.ts';
import { aService } from './service.ts';

/** Every recipe of CONTRIBUTING.md, followed one after another: each packages and starts a whole platform. */
export const followAll = async (root: string, { live, line, paint }: Terminal): Promise<readonly Followed[]> => {
  const followed: Followed[] = [];
  for (const recipe of [anEvent, aConsumer, anEndpoint, aService]) {
    live(`  adding ${recipe.name} to a copy …`);
    const one = await follow(root, recipe);
    line(
      `  ${one.answered ? paint('green', 'added') : paint('red', 'failed')} ${recipe.name}: ${one.filesTouched} files`,
    );
    followed.push(one);
  }
  return followed;
};
