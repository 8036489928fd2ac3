import { describe, expect, it } from '@jest/globals';
import { callBack, eventHappens } from '../../proofs/actors/order.ts';
import { actsIn } from './acts.ts';
import type { World } from './world.ts';

const ROUNDS = 4;

/** Whoever comes second is told the truth, and nothing of what the other did is undone. */
export const cancelRaces = (of: () => World): void =>
  describe('cancelling at the same moment as', () => {
    it('packing leaves a cancelled order, packed before or not at all', async () => {
      const world = of();
      const { place, cancel, orderOf, eventsOf } = actsIn(world);
      const item = await world.item(50);
      const buyer = await world.customer();
      for (let round = 0; round < ROUNDS; round += 1) {
        const orderId = await place(buyer, item);
        await eventHappens(world.feed, orderId, 'OrderConfirmed');
        const [cancelled, packed] = await Promise.all([
          cancel(orderId, buyer.token),
          callBack(world.platform, 'orderpacked', orderId, world.keys.warehouse),
        ]);
        // A packed order may still be cancelled: what must not be is a cancelled order that is packed afterwards.
        expect([cancelled.status, (await orderOf(orderId)).status]).toEqual([200, 'cancelled']);
        expect(packed).toMatchObject(
          packed.status === 200
            ? { body: { result: 'applied', status: 'packed' } }
            : { status: 409, body: { result: 'stop', status: 'cancelled', instruction: 'do_not_ship' } },
        );
        await world.settled();
        const own = eventsOf(orderId).filter((type) => type === 'OrderPacked' || type === 'OrderCancelled');
        expect(own).toEqual(packed.status === 200 ? ['OrderPacked', 'OrderCancelled'] : ['OrderCancelled']);
      }
    }, 120_000);

    it.each([
      ['ordershipped', 'shipped', ['OrderShipped'], 'stop'],
      ['orderdelivered', 'delivered', ['OrderShipped', 'OrderDelivered'], 'conflict'],
    ] as const)(
      '%s has one winner',
      async (path, status, events, lost) => {
        const world = of();
        const { place, cancel, orderOf, eventsOf, stockOf } = actsIn(world);
        const item = await world.item(50);
        const buyer = await world.customer();
        let left = 50;
        for (let round = 0; round < ROUNDS; round += 1) {
          const orderId = await place(buyer, item);
          await eventHappens(world.feed, orderId, 'OrderConfirmed');
          await callBack(world.platform, 'orderpacked', orderId, world.keys.warehouse);
          // Each of the two is sent first in its turn.
          const early = round % 2 === 0 ? cancel(orderId, buyer.token) : undefined;
          const telling = callBack(world.platform, path, orderId, world.keys.courier);
          const [cancelled, told] = await Promise.all([early ?? cancel(orderId, buyer.token), telling]);
          const { status: now } = await orderOf(orderId);
          const isCancelled = now === 'cancelled';
          expect([now, cancelled.status, cancelled.body, told.status, told.body]).toMatchObject(
            isCancelled
              ? [now, 200, { status: 'cancelled' }, 409, { result: lost, status: 'cancelled' }]
              : [status, 409, { code: 'ORDER_ALREADY_SHIPPED', offer: 'return' }, 200, { result: 'applied', status }],
          );
          await eventHappens(world.feed, orderId, isCancelled ? 'PaymentVoided' : 'PaymentCaptured');
          await world.settled();
          const moves = new Set<string>(['OrderCancelled', ...events]);
          expect(eventsOf(orderId).filter((type) => moves.has(type))).toEqual(
            isCancelled ? ['OrderCancelled'] : events,
          );
          if (!isCancelled) left -= 1;
        }
        expect(await stockOf(item)).toMatchObject({ onHand: left, reserved: 0 });
      },
      120_000,
    );
  });
