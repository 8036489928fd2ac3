import type { Books } from './books.ts';
import type { Checks } from './claims.ts';
import type { Outside, TakenWebhook } from './outside.ts';

/** Event → whom it makes somebody ask, and for what. */
const ASKS: readonly (readonly [event: string, partner: TakenWebhook['partner'], type: string])[] = [
  ['OrderConfirmed', 'warehouse', 'order.confirmed'],
  ['OrderPacked', 'courier', 'order.packed'],
  ['ReturnApproved', 'warehouse', 'return.approved'],
];

/** Partners were asked for what is theirs to do. Of an order that was cancelled they hear nothing, or that it is off. */
export const checkWebhooks = (checks: Checks, { orders }: Books, { happened, taken }: Outside): void => {
  const all = new Set(taken.map(({ partner, type, orderId }) => `${orderId} ${partner} ${type}`));
  for (const { orderId, status } of orders)
    for (const [event, partner, type] of ASKS) {
      if (!(happened.get(orderId) ?? []).some((one) => one.type === event)) continue;
      const wasAsked = all.has(`${orderId} ${partner} ${type}`);
      if (status !== 'cancelled')
        checks.that('12-accounting', wasAsked, () => `the ${partner} never took ${type}`, orderId);
      else
        checks.that(
          '17-cancelled',
          !wasAsked || all.has(`${orderId} ${partner} order.cancelled`),
          () => `the ${partner} was never told to stop`,
          orderId,
        );
    }
};
