import type { Discount } from '@orderwire/money/charges';
import type { Random } from '@orderwire/local-cloud/simulator/random';
import { type Answer, persistently, request, type World } from './world.ts';

/** The codes of this shop. Few orders may hold the first two at once; the third is closed while customers still want it. */
export const codesFor = (orders: number) => [
  { code: 'FEW', percent: '10', limit: Math.max(1, Math.floor(orders / 6)) },
  { code: 'HATS5', amount: '5.00', currency: 'EUR', category: 'Hats', limit: 2 },
  { code: 'ENDING', percent: '7.5' },
  { code: 'OLD', percent: '50', until: '2026-01-01T00:00:00Z' },
];

/** What those that can be used take off, and which items: said a second time, for who checks it. */
export const TAKES: Readonly<
  Record<string, Pick<Discount, 'off'> & { readonly isMeant: (itemId: string) => boolean }>
> = {
  FEW: { off: { percent: 10_000 }, isMeant: () => true },
  HATS5: { off: { amount: 500 }, isMeant: (itemId) => itemId.startsWith('hat-') },
  ENDING: { off: { percent: 7_500 }, isMeant: () => true },
};

/** How customers write them; nobody has made the last one. */
const WRITTEN = ['FEW', ' few', 'hats 5', 'HATS5', 'ENDING', 'OLD', 'NOBODY'] as const;

const canonical = (written: string): string => written.replace(/\s/g, '').toUpperCase();

/** Which refusals of a code may be right. */
const REFUSALS: Readonly<Record<string, readonly string[]>> = {
  FEW: ['DISCOUNT_USED_UP'],
  HATS5: ['DISCOUNT_USED_UP', 'DISCOUNT_NOT_APPLICABLE'],
  ENDING: ['DISCOUNT_CLOSED'],
  OLD: ['DISCOUNT_EXPIRED'],
  NOBODY: ['DISCOUNT_NOT_FOUND'],
};

export const pickCode = (random: Random): string | undefined => (random.chance(0.4) ? random.pick(WRITTEN) : undefined);

const STAFF = { as: 'staff-1', isStaff: true };

/** Staff make them before the shop opens. */
export const makeCodes = (world: Pick<World, 'simulator' | 'names'>, orders: number): readonly Promise<Answer>[] =>
  codesFor(orders).map((terms) =>
    request(world, 'orders', 'createDiscount', {
      ...{ routeKey: 'POST /discounts', body: JSON.stringify(terms) },
      ...STAFF,
    }),
  );

/** Staff end a code while orders come in, perhaps twice. */
export const beginClosing = (world: World, withinMs: number): void => {
  const { simulator, checks } = world;
  const after = simulator.random.below(withinMs);
  world.begin(async () => {
    await simulator.sleep(after);
    const closing = { routeKey: 'POST /discounts/{code}/closing', path: { code: 'ending' }, ...STAFF };
    const closed = await persistently(world, () => request(world, 'orders', 'closeDiscount', closing));
    if (closed === undefined) return;
    checks.that('20-discounts', closed.status === 200, () => `closing is answered ${JSON.stringify(closed)}`);
    world.ledger.ended.add('ENDING');
  });
};

/** Whether the order was refused for its code alone, and rightly so; what else there is to say of the code. */
export const judgeCode = ({ checks }: World, written: string, answer: Answer, hasHats: boolean): boolean => {
  const code = canonical(written);
  const { status, body } = answer;
  const refusal = String(body['code']);
  const isRefused = status === 422 && refusal.startsWith('DISCOUNT_');
  const { discount } = (body['charges'] ?? {}) as { readonly discount?: number };
  const isMeant = code !== 'OLD' && code !== 'NOBODY' && (code !== 'HATS5' || hasHats);
  checks.that(
    '20-discounts',
    isRefused
      ? REFUSALS[code]?.includes(refusal) === true && (refusal !== 'DISCOUNT_NOT_APPLICABLE' || !hasHats)
      : status !== 201 || (isMeant && body['discountCode'] === code && (discount ?? 0) > 0),
    () => `an order with ${code} is answered ${String(status)}: ${JSON.stringify(body)}`,
  );
  return isRefused;
};
