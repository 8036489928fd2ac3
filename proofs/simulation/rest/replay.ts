import { createHash } from 'node:crypto';
import type { Item } from '@orderwire/local-cloud/engine/dynamodb/item';
import { redriveAll, replayAll } from '../world/operators.ts';
import type { World } from '../world/world.ts';

/** The same value for the same content, in whatever order its attributes were written. */
const canonical = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(canonical);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, part]) => [name, canonical(part)]),
  );
};

/**
 * What a row says. What a timeline is told once more may fall into other bursts, and then stands in two rows: it says nothing new.
 */
const saidBy = (item: Item): readonly unknown[] => {
  const { entry: _key, entries, orderId, ...rest } = item;
  if (!entries?.L) return [item];
  return [...entries.L, ...Object.entries(rest)].map((said) => ({ orderId, said }));
};

/** What must stay as it is. Rows that expire by then may go at any time, and say nothing. */
const snapshotOf = ({ simulator, ledger }: World, until: number): Readonly<Record<string, string>> => {
  const { tables } = simulator.engine().state.dynamodb;
  const hashes = Object.entries(tables).map(([name, { rows }]) => {
    const items = [...rows.values()]
      .flat()
      .filter(({ item }) => Number(item['expiresAt']?.N ?? Infinity) * 1000 > until)
      .flatMap(({ item }) => saidBy(item).map((said) => JSON.stringify(canonical(said))));
    return [
      name,
      createHash('sha1')
        .update([...new Set(items)].sort().join())
        .digest('hex'),
    ];
  });
  return {
    ...(Object.fromEntries(hashes) as Record<string, string>),
    mails: String(simulator.engine().mails.list().length),
    webhooks: String(ledger.webhooks.length),
    'first publications': String(ledger.published.size),
  };
};

const LONGEST_REPLAY_MS = 2 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** Everything comes once more, from the archive, from the dead-letter queues, and from the start of the streams. */
export const checkReplay = async (world: World, isTrimmed: boolean): Promise<void> => {
  const { simulator, checks } = world;
  // Streams forget after a day: then there is less to come again, and it begins in the middle.
  if (isTrimmed) {
    world.begin(() => simulator.sleep(DAY_MS));
    await simulator.run(simulator.now() + DAY_MS);
  }
  const until = simulator.now() + LONGEST_REPLAY_MS;
  const before = snapshotOf(world, until);
  replayAll(world);
  redriveAll(world);
  simulator.engine().rewindStreams();
  await simulator.run(until);
  const after = snapshotOf(world, until);
  for (const [what, hash] of Object.entries(before))
    checks.that('13-replay', after[what] === hash, () => `${what} changed after everything came once more`);
};
