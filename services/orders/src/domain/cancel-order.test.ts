import { describe, expect, it } from '@jest/globals';
import { NOW, ORDER_NUMBER, aLine, anOrderThatIs } from '../testing/builders.ts';
import { cancelOrder } from './cancel-order.ts';

const BY_CUSTOMER = { by: 'customer', reason: 'changed my mind' } as const;

describe('cancelling an order', () => {
  it.each(['placed', 'confirmed', 'packed'] as const)('works while it is %s', (status) => {
    const order = anOrderThatIs(status);
    expect(cancelOrder(BY_CUSTOMER, order, NOW)).toEqual({
      ok: true,
      value: {
        order: { ...order, status: 'cancelled', version: 5, changedAt: NOW, cancellation: BY_CUSTOMER },
        events: [
          {
            type: 'OrderCancelled',
            data: { orderNumber: ORDER_NUMBER, ...BY_CUSTOMER, previousStatus: status, lines: [aLine] },
          },
        ],
      },
    });
  });

  it('needs no reason', () => {
    const cancelled = cancelOrder({ by: 'staff' }, anOrderThatIs('placed'), NOW);
    expect(cancelled.ok && cancelled.value.events[0]?.data).not.toHaveProperty('reason');
  });

  it('changes nothing the second time', () => {
    const order = anOrderThatIs('cancelled');
    const again = cancelOrder(BY_CUSTOMER, order, NOW);
    expect(again.ok && again.value.order).toBe(order);
  });

  it('is refused once all of it has come back, and nothing is offered', () => {
    const error = { code: 'ORDER_ALREADY_SHIPPED' };
    expect(cancelOrder(BY_CUSTOMER, anOrderThatIs('returned'), NOW)).toEqual({ ok: false, error });
  });

  it.each(['shipped', 'delivery_failed', 'delivered'] as const)('is refused once it is %s', (status) => {
    const error = { code: 'ORDER_ALREADY_SHIPPED', offer: 'return' };
    expect(cancelOrder(BY_CUSTOMER, anOrderThatIs(status), NOW)).toEqual({ ok: false, error });
  });

  it('is refused when it was rejected before', () => {
    const refused = cancelOrder(BY_CUSTOMER, anOrderThatIs('rejected'), NOW);
    expect(refused).toEqual({ ok: false, error: { code: 'ORDER_REJECTED' } });
  });
});
