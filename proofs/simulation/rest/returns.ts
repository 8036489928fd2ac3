import type { Line } from '../../invariants/books.ts';
import type { Published } from '../ledger.ts';
import type { World } from '../world/world.ts';
import { type Parcel, textOf } from './parcels.ts';

interface Data {
  readonly orderId: string;
  readonly returnId?: string;
  readonly lines?: readonly Line[];
}

interface Story {
  readonly requested: readonly Published[];
  readonly approved: readonly Published[];
  readonly rejected: readonly Published[];
  readonly arrived: readonly Published[];
  readonly received: readonly Published[];
}

const KINDS: Readonly<Record<string, keyof Story>> = {
  ReturnRequested: 'requested',
  ReturnApproved: 'approved',
  ReturnRejected: 'rejected',
  OrderReturnArrived: 'arrived',
  ReturnReceived: 'received',
};

const NOTHING: Story = { requested: [], approved: [], rejected: [], arrived: [], received: [] };

const storiesIn = ({ ledger }: World): ReadonlyMap<string, Story> => {
  const stories = new Map<string, Story>();
  for (const event of ledger.published.values()) {
    const kind = KINDS[event.type];
    if (kind === undefined) continue;
    const returnId = String(event.data['returnId']);
    const story = stories.get(returnId) ?? NOTHING;
    stories.set(returnId, { ...story, [kind]: [...story[kind], event] });
  }
  return stories;
};

const linesOf = (events: readonly Published[]): readonly Line[] =>
  events.flatMap(({ data }) => (data as unknown as Data).lines ?? []);

const countsOf = (lines: readonly Line[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { itemId, count } of lines) counts.set(itemId, (counts.get(itemId) ?? 0) + count);
  return counts;
};

const isWithin = (some: readonly Line[], all: readonly Line[]): boolean => {
  const most = countsOf(all);
  return [...countsOf(some)].every(([itemId, count]) => count <= (most.get(itemId) ?? 0));
};

/** Each return from its wish to its receipts, and all returns of an order against what it was sent. */
export const checkReturns = (world: World, orders: ReadonlyMap<string, ReadonlyMap<string, Parcel>>): void => {
  const { checks, ledger } = world;
  const stories = storiesIn(world);
  /** Order → what is asked for and was not rejected. */
  const asked = new Map<string, readonly Line[]>();
  for (const [returnId, { requested, approved, rejected, arrived, received }] of stories) {
    const [{ data } = { data: {} }] = requested;
    const { orderId } = data as unknown as Data;
    const that = (holds: boolean, what: string): void =>
      checks.that('21-returns', holds, () => `${returnId} ${what}`, orderId);
    that(requested.length === 1, `was asked for ${String(requested.length)} times`);
    that(approved.length + rejected.length <= 1, 'was decided more than once');
    that(
      textOf(linesOf(approved)) === (approved.length > 0 ? textOf(linesOf(requested)) : ''),
      'was approved otherwise',
    );
    that(isWithin(linesOf(arrived), linesOf(approved)), `took in ${textOf(linesOf(arrived))}`);
    that(textOf(linesOf(arrived)) === textOf(linesOf(received)), `received ${textOf(linesOf(received))}`);
    const decided = ledger.decided.get(returnId);
    const is = approved.length > 0 ? 'approved' : rejected.length > 0 ? 'rejected' : undefined;
    that(decided === undefined || decided === is, `is ${String(is)}, and staff were told ${String(decided)}`);
    if (rejected.length === 0) asked.set(orderId, [...(asked.get(orderId) ?? []), ...linesOf(requested)]);
  }
  for (const [returnId, { orderId, lines }] of ledger.returns) {
    const { requested } = stories.get(returnId) ?? NOTHING;
    checks.that('01-acknowledged', textOf(linesOf(requested)) === textOf(lines), () => `${returnId} is gone`, orderId);
  }
  for (const [orderId, lines] of asked) {
    // A parcel may come back undelivered after its goods were asked for.
    const sent = [...(orders.get(orderId)?.values() ?? [])].flatMap((parcel) => parcel.lines);
    checks.that(
      '21-returns',
      isWithin(lines, sent),
      () => `${textOf(lines)} of ${textOf(sent)} is to come back`,
      orderId,
    );
  }
};
