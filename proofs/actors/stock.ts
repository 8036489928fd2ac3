import type { Wish } from './order.ts';
import { call, type Platform } from './platform.ts';
import { until } from '@orderwire/local-cloud/dev/until';

export interface Level {
  readonly onHand: number;
  readonly reserved: number;
}

export const levelOf = async (platform: Platform, staffToken: string, itemId: string): Promise<Level> => {
  const answer = await call<Level>(`${platform.apiUrl}/stock/${itemId}`, { token: staffToken });
  if (answer.status !== 200) throw new Error(`The stock of ${itemId} answered ${answer.status}.`);
  return answer.body;
};

/** What was ordered of each item. */
export const totalWishes = (wishes: readonly Wish[]): ReadonlyMap<string, number> => {
  const totals = new Map<string, number>();
  for (const { id, count } of wishes) totals.set(id, (totals.get(id) ?? 0) + count);
  return totals;
};

/**
 * Stock must be lower by exactly what was delivered, with nothing left reserved by these orders. A delivered order's
 * stock may be booked out a moment later.
 */
export const stockProblems = async (
  platform: Platform,
  staffToken: string,
  before: ReadonlyMap<string, Level>,
  delivered: readonly Wish[],
): Promise<readonly string[]> => {
  const wanted = totalWishes(delivered);
  const problems: string[] = [];
  for (const [itemId, { onHand, reserved }] of before) {
    const expected = { onHand: onHand - (wanted.get(itemId) ?? 0), reserved };
    const agrees = async (): Promise<boolean> => {
      const level = await levelOf(platform, staffToken, itemId);
      return level.onHand === expected.onHand && level.reserved === expected.reserved;
    };
    await until(itemId, agrees, 5_000).catch(async () => {
      const level = await levelOf(platform, staffToken, itemId);
      problems.push(`stock of ${itemId}: ${JSON.stringify(level)} instead of ${JSON.stringify(expected)}`);
    });
  }
  return problems;
};
