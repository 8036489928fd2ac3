import { STAFF } from '@orderwire/local-cloud/dev/platform/platform';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { newCustomer, signIn } from '../actors/customer.ts';
import { followFeed } from '../actors/feed.ts';
import { hostOwn, settled } from '../actors/host.ts';
import { partnerKey, type Platform } from '../actors/platform.ts';
import { storyLines } from './show.ts';
import type { Stage } from './stage.ts';
import { holds, tellStory } from './tell.ts';

/** Of the sample catalogue: two items with plenty of stock, and one with little. */
const ITEMS = ['tea-assam', 'tea-sencha'] as const;
const SCARCE = 'limited-sampler';

const SETTLED_WITHIN_MS = 1_000;

const stageOn = async (platform: Platform): Promise<Stage & { readonly close: () => void }> => {
  const feed = await followFeed(platform);
  return {
    platform,
    feed,
    keys: { warehouse: await partnerKey(platform, 'warehouse'), courier: await partnerKey(platform, 'courier') },
    staffToken: await signIn(platform, STAFF.email, STAFF.password),
    customer: await newCustomer(platform, 'story@example.com', 'Sam Story'),
    items: ITEMS,
    scarce: SCARCE,
    settled: () => settled(platform, SETTLED_WITHIN_MS),
    close: feed.close,
  };
};

/** Every cell and every arrow are reached on the packaged bundles, and all books of one whole order agree. */
export const proveStory = async ({
  root,
  terminal,
  shown,
}: {
  readonly root: string;
  readonly terminal: Terminal;
  readonly shown: Terminal;
}): Promise<Found> => {
  const host = await hostOwn(root, terminal);
  try {
    const stage = await stageOn(host.platform);
    const story = await tellStory(stage, (name) => shown.line(`  ${name}`));
    stage.close();
    const { arrows, faults, ...rest } = story;
    return {
      holds: holds(story),
      report: { ...rest, arrows, faults },
      lines: (verdict, paint) => storyLines(story, verdict, paint),
    };
  } finally {
    await host.stop();
  }
};
