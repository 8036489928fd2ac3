import type { ActingPartner } from '../partners.ts';
import type { Accounting } from './accounting.ts';
import type { Watch } from './watch.ts';

const SERVICE = { warehouse: 'warehouse', courier: 'delivery' } as const satisfies Record<ActingPartner, string>;

/** Every webhook as it leaves: once its service has taken a cancellation, it asks for nothing more of that order. */
export const watchWebhooks = ({ checks, ledger, names }: Watch, { hasSettled }: Pick<Accounting, 'hasSettled'>) => {
  const cancellations = new Map<string, string>();
  let read = 0;
  const cancellationOf = (orderId: string): string | undefined => {
    const events = [...ledger.published.values()];
    for (; read < events.length; read += 1) {
      const event = events[read];
      if (event?.type === 'OrderCancelled') cancellations.set(event.subject, event.id);
    }
    return cancellations.get(orderId);
  };
  return (partner: ActingPartner, type: string, orderId: string): void => {
    const cancellation = cancellationOf(orderId);
    checks.that(
      '17-cancelled',
      type === 'order.cancelled' ||
        cancellation === undefined ||
        !hasSettled(SERVICE[partner], cancellation) ||
        // A lease counts for those whose clocks agree.
        ledger.skewed.has(names.fn(SERVICE[partner], 'consume')),
      () => `the ${partner} gets ${type} after ${SERVICE[partner]} has taken the cancellation`,
      orderId,
    );
  };
};
