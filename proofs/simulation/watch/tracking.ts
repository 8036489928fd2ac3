import type { Run } from '@orderwire/local-cloud/simulator/observer';
import type { Watch } from './watch.ts';

interface Item {
  readonly pk?: { readonly S?: string };
  readonly parcels?: {
    readonly L?: readonly { readonly M?: { readonly trackingNumber?: { readonly S?: string } } }[];
  };
  readonly held?: {
    readonly L?: readonly {
      readonly M?: { readonly action?: { readonly S?: string }; readonly trackingNumber?: { readonly S?: string } };
    }[];
  };
  readonly outbox?: { readonly S?: string };
}

interface Outbox {
  readonly events: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[];
}

interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const shippedAs = (item: Item | undefined): string | undefined => item?.parcels?.L?.[0]?.M?.trackingNumber?.S;

/** What counts, or will count when the order has come so far. */
const numberOf = (item: Item | undefined): string | undefined =>
  shippedAs(item) ?? item?.held?.L?.find(({ M }) => M?.action?.S === 'shipped')?.M?.trackingNumber?.S;

const hasId = ({ headers = {}, body = '{}' }: Call): boolean =>
  headers['webhook-id'] !== undefined || 'callbackId' in (JSON.parse(body) as object);

/** Whether one of the events tells that the parcel has this number now. */
const tells = ({ events }: Outbox, before: string | undefined, after: string | undefined): boolean =>
  events.some(
    ({ type, data }) =>
      data['trackingNumber'] === after &&
      (type === 'OrderShipped' || (type === 'OrderShipmentCorrected' && data['previous'] === before)),
  );

/** Every change of an order's tracking number: told to all, and no echo of an old message brings an old number back. */
export const watchTracking = ({ checks, names }: Watch) => {
  const table = names.table('OrdersTable');
  const past = new Map<string, Set<string>>();
  return (tableName: string, before: Item | undefined, after: Item | undefined, run: Run | undefined): void => {
    const pk = after?.pk?.S ?? '';
    if (tableName !== table || !pk.startsWith('order/')) return;
    const orderId = pk.slice('order/'.length);
    const that = (holds: boolean, what: string): void => checks.that('08-callbacks', holds, () => what, orderId);
    const [was, is] = [numberOf(before), numberOf(after)];
    const [wasShipped, isShipped] = [shippedAs(before), shippedAs(after)];
    if (wasShipped !== isShipped) {
      const outbox = JSON.parse(after?.outbox?.S ?? '{"events":[]}') as Outbox;
      that(
        tells(outbox, wasShipped, isShipped),
        `the number became ${String(isShipped)}, and the write tells otherwise`,
      );
    }
    if (was === is || is === undefined || was === undefined) return;
    const numbers = (past.get(orderId) ?? new Set()).add(was);
    past.set(orderId, numbers);
    that(!numbers.has(is) || hasId(run?.payload ?? {}), `an old message without an id brings ${is} back`);
  };
};
