import { type Placed, placeOrder } from '../actors/order.ts';
import { call, type Platform, type Response } from '../actors/platform.ts';
import type { OrderRow } from '../invariants/books.ts';
import { canBecome } from '../invariants/lifecycle.ts';
import { isKept } from '../invariants/outside.ts';
import { sentWith } from './courses.ts';
import { type Ledger, nameOfWrite, orderIdOf, type Story } from './ledger.ts';
import type { Random } from './random.ts';
import type { Reader } from './snapshot.ts';

/** Something acknowledged that is not there after a restart. */
export interface Loss {
  readonly what: string;
  readonly story?: Story;
}

/**
 * Every write that an earlier life acknowledged, held against the tables; and what an answer of an earlier life has shown,
 * for what was once read as done must not be undone.
 */
export const lostFromTables = (ledger: Ledger, rows: readonly OrderRow[], life: number): readonly Loss[] => {
  const byId = new Map(rows.map((row) => [row.orderId, row]));
  const lost: Loss[] = [];
  for (const write of ledger.acknowledged) {
    if (write.what === 'customer' || write.life >= life) continue;
    const row = byId.get(write.orderId);
    if (row === undefined || !isKept(write, row)) lost.push({ what: nameOfWrite(write), story: write.story });
  }
  for (const story of ledger.stories) {
    const { seen, placed } = story;
    const row = byId.get(placed?.orderId ?? '');
    if (!row || !seen || seen.life >= life || canBecome(seen.status, row.status)) continue;
    lost.push({ what: `${orderIdOf(story)} was shown as ${seen.status} and is ${row.status} now`, story });
  }
  return lost;
};

const SESSION_SAMPLE = 3;
const ORDER_SAMPLE = 6;

/** The newest are in the greatest danger; some old ones stand for the rest. */
const sampleOf = (stories: readonly Story[], random: Random): readonly Story[] => {
  const newest = stories.slice(-ORDER_SAMPLE);
  const older = stories.slice(0, -ORDER_SAMPLE);
  return [...newest, ...older.filter(() => random.chance(3 / Math.max(3, older.length)))];
};

const answersAs = async (platform: Platform, story: Story): Promise<readonly string[]> => {
  const { placed, shopper, wishes } = story;
  if (!placed) return [];
  const faults: string[] = [];
  const shown = await call<{ orderId?: string }>(`${platform.apiUrl}/orders/${placed.orderId}`, {
    token: shopper.token,
  });
  if (shown.status !== 200 || shown.body.orderId !== placed.orderId)
    faults.push(`${placed.orderId} answers ${shown.status} to its customer`);
  const again: Response<Placed> = await placeOrder(platform, shopper, wishes, sentWith(story));
  const same = again.body.orderId === placed.orderId && again.body.totals.total === placed.totals.total;
  if (again.status !== 201 || !same || again.headers.get('idempotent-replay') !== 'true')
    faults.push(`the key of ${placed.orderId} answers ${again.status} ${JSON.stringify(again.body)}`);
  return faults;
};

/** What only a customer sees: sessions go on, orders are shown, the same key gets the same answer. */
const lostFromAnswers = async (
  { platform, random }: { readonly platform: Platform; readonly random: Random },
  ledger: Ledger,
  life: number,
): Promise<readonly Loss[]> => {
  const known = ledger.acknowledged.flatMap((write) =>
    write.what === 'order' && write.life < life ? [write.story] : [],
  );
  const customers = ledger.acknowledged.flatMap((write) =>
    write.what === 'customer' && write.life < life ? [write.shopper] : [],
  );
  const lost: Loss[] = [];
  for (const { email, token } of customers.slice(-SESSION_SAMPLE)) {
    const { status } = await call(`${platform.apiUrl}/users/me`, { token });
    if (status !== 200) lost.push({ what: `the session of ${email}: ${status}` });
  }
  await Promise.all(
    sampleOf(known, random).map(async (story) => {
      for (const what of await answersAs(platform, story)) lost.push({ what, story });
    }),
  );
  return lost;
};

/** What an earlier life acknowledged and this one does not know. @throws when the platform dies meanwhile */
export const findLost = async (
  world: { readonly platform: Platform; readonly random: Random; readonly reader: Reader },
  ledger: Ledger,
  life: number,
): Promise<readonly Loss[]> => {
  const fromTables = lostFromTables(ledger, await world.reader.orders(), life);
  return fromTables.length > 0 ? fromTables : lostFromAnswers(world, ledger, life);
};
