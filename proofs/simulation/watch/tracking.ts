import type { Run } from '@orderwire/local-cloud/simulator/observer';
import type { Watch } from './watch.ts';

interface Text {
  readonly S?: string;
}

interface Named {
  readonly M?: { readonly action?: Text; readonly parcelId?: Text; readonly trackingNumber?: Text };
}

interface Item {
  readonly pk?: Text;
  readonly parcels?: { readonly L?: readonly Named[] };
  readonly held?: { readonly L?: readonly Named[] };
  readonly outbox?: Text;
}

interface Event {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The first one that its courier gave no name. */
const UNNAMED = 'p1';

type Numbers = ReadonlyMap<string, string | undefined>;

const numbersOf = (named: readonly Named[] = []): Numbers =>
  new Map(named.map(({ M }) => [M?.parcelId?.S ?? UNNAMED, M?.trackingNumber?.S]));

/** Parcel → its number. */
const shippedAs = (item: Item | undefined): Numbers => numbersOf(item?.parcels?.L);

/** What counts, or will count when the order has come so far. */
const numbersIn = (item: Item | undefined): Numbers =>
  new Map([...numbersOf(item?.held?.L?.filter(({ M }) => M?.action?.S === 'shipped')), ...shippedAs(item)]);

const hasId = ({ headers = {}, body = '{}' }: Call): boolean =>
  headers['webhook-id'] !== undefined || 'callbackId' in (JSON.parse(body) as object);

const eventsIn = (item: Item | undefined): readonly Event[] =>
  (JSON.parse(item?.outbox?.S ?? '{"events":[]}') as { readonly events: readonly Event[] }).events;

const tellsOf = (
  events: readonly Event[],
  parcelId: string,
  was: string | undefined,
  is: string | undefined,
): boolean =>
  events.some(
    ({ type, data }) =>
      data['parcelId'] === parcelId &&
      data['trackingNumber'] === is &&
      (type === 'OrderShipped' || (type === 'OrderShipmentCorrected' && data['previous'] === was)),
  );

/** Every change of a parcel's tracking number: told to all, and no echo of an old message brings an old number back. */
export const watchTracking = ({ checks, names }: Watch) => {
  const table = names.table('OrdersTable');
  const past = new Map<string, Set<string>>();
  return (tableName: string, before: Item | undefined, after: Item | undefined, run: Run | undefined): void => {
    const pk = after?.pk?.S ?? '';
    if (tableName !== table || !pk.startsWith('order/')) return;
    const orderId = pk.slice('order/'.length);
    const that = (holds: boolean, what: string): void => checks.that('08-callbacks', holds, () => what, orderId);
    const shipped = shippedAs(before);
    const events = eventsIn(after);
    for (const [parcelId, is] of shippedAs(after)) {
      const was = shipped.get(parcelId);
      if (was !== is)
        that(
          tellsOf(events, parcelId, was, is),
          `the number of ${parcelId} became ${String(is)}, and the write tells otherwise`,
        );
    }
    const known = numbersIn(before);
    for (const [parcelId, is] of numbersIn(after)) {
      const was = known.get(parcelId);
      if (was === is || is === undefined || was === undefined) continue;
      const numbers = (past.get(`${orderId}/${parcelId}`) ?? new Set()).add(was);
      past.set(`${orderId}/${parcelId}`, numbers);
      // The next attempt may go under any number.
      const isNext = shipped.has(parcelId) && events.some(({ type }) => type === 'OrderShipped');
      const isOld = numbers.has(is) && !isNext;
      that(!isOld || hasId(run?.payload ?? {}), `an old message without an id brings ${is} back`);
    }
  };
};
