import { describe, expect, it } from '@jest/globals';
import { mailsTo } from '../../proofs/actors/customer.ts';
import { type CallbackPath, callBack, eventHappens, mailSent } from '../../proofs/actors/order.ts';
import { call } from '../../proofs/actors/platform.ts';
import { ledgerOf } from '../../proofs/story/ledger.ts';
import { actsIn } from './acts.ts';
import type { World } from './world.ts';

const STOCK = 5;

/** One piece at 10.00 EUR, and 4.90 EUR for shipping. */
const TOTAL = 1_490;

/** Parcels that never reach their customers, and money that cannot go back. */
export const cameBack = (of: () => World): void =>
  describe('a parcel that does not arrive', () => {
    const report = (orderId: string, path: CallbackPath, body: object = {}) =>
      callBack(of().platform, path, orderId, of().keys[path === 'orderpacked' ? 'warehouse' : 'courier'], body);

    const shipped = async (payment?: object) => {
      const world = of();
      const [item, buyer] = [await world.item(STOCK), await world.customer()];
      const orderId = await actsIn(world).place(buyer, item, 1, payment);
      await eventHappens(world.feed, orderId, 'OrderConfirmed');
      for (const path of ['orderpacked', 'ordershipped'] as const)
        expect((await report(orderId, path)).body.result).toBe('applied');
      await eventHappens(world.feed, orderId, 'PaymentCaptured');
      await world.settled();
      return { orderId, item, buyer };
    };

    it('is tried three times, comes back, is on the shelf again and is refunded with its shipping', async () => {
      const { orderId, item, buyer } = await shipped();
      const { orderOf, stockOf, dataOf, attentionOf } = actsIn(of());
      expect(await stockOf(item)).toMatchObject({ onHand: STOCK - 1, reserved: 0 });
      const nextAttemptAt = new Date(Date.now() + 86_400_000).toISOString();
      for (const attempt of [1, 2, 3]) {
        const failure = { attempt, reason: 'Nobody at home', ...(attempt < 3 && { nextAttemptAt }) };
        expect((await report(orderId, 'orderdeliveryfailed', failure)).body).toMatchObject({
          ...{ result: 'applied', status: 'delivery_failed' },
        });
      }
      expect(await report(orderId, 'orderdeliveryfailed', { attempt: 4 })).toMatchObject({
        ...{ status: 409, body: { result: 'conflict' } },
      });
      expect((await report(orderId, 'orderreturned', { reason: 'undeliverable' })).body).toMatchObject({
        ...{ result: 'applied', status: 'returned' },
      });
      await eventHappens(of().feed, orderId, 'CreditNoteIssued');
      await eventHappens(of().feed, orderId, 'StockReturned');
      await mailSent(of().feed, orderId, 'refunded');
      await of().settled();
      expect(await orderOf(orderId)).toMatchObject({ status: 'returned' });
      expect(await stockOf(item)).toMatchObject({ onHand: STOCK, reserved: 0 });
      expect(await ledgerOf(of().platform, orderId)).toEqual({ captured: TOTAL, refunded: TOTAL });
      expect(dataOf(orderId, 'CreditNoteIssued')).toMatchObject([
        { number: expect.stringMatching(/^CN-\d{4}-\d+$/) as unknown },
      ]);
      expect((await attentionOf(orderId)).map(({ code }) => code)).toEqual(['CALLBACK_CONFLICTS']);
      const subjects = (await mailsTo(of().platform, buyer.email)).map(({ subject }) => subject);
      expect(subjects.filter((subject) => subject.includes('could not be delivered'))).toHaveLength(3);
      expect(subjects.filter((subject) => subject.includes('has come back to us'))).toHaveLength(1);
    }, 60_000);

    it.each(['lost', 'damaged'])(
      'and is %s, is refunded and not on the shelf',
      async (reason) => {
        const { orderId, item } = await shipped();
        const { stockOf, dataOf, eventsOf } = actsIn(of());
        expect((await report(orderId, 'orderreturned', { reason })).body.status).toBe('returned');
        await eventHappens(of().feed, orderId, 'CreditNoteIssued');
        await of().settled();
        expect(dataOf(orderId, 'OrderReturned')).toMatchObject([{ reason, restock: false }]);
        expect(await stockOf(item)).toMatchObject({ onHand: STOCK - 1, reserved: 0 });
        expect(eventsOf(orderId)).not.toContain('StockReturned');
        expect(await ledgerOf(of().platform, orderId)).toEqual({ captured: TOTAL, refunded: TOTAL });
      },
      60_000,
    );

    it('and whose provider pays nothing back, is something that people look at', async () => {
      const { orderId } = await shipped({ method: 'card', token: 'tok_refund_refused' });
      const { attentionOf, eventsOf } = actsIn(of());
      await report(orderId, 'orderreturned', { reason: 'refused' });
      await eventHappens(of().feed, orderId, 'PaymentNeedsAttention');
      await of().settled();
      expect((await attentionOf(orderId)).map(({ code }) => code)).toEqual(['REFUND_FAILED']);
      expect(eventsOf(orderId)).not.toContain('PaymentRefunded');
      expect(await ledgerOf(of().platform, orderId)).toEqual({ captured: TOTAL, refunded: 0 });
      const { body } = await call<{ orders: readonly object[] }>(`${of().platform.apiUrl}/ops/stuck`, {
        token: of().staffToken,
      });
      // It has ended: it is late for nothing.
      expect(body.orders).toEqual([]);
    }, 60_000);
  });
