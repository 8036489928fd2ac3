import { describe, expect, it } from '@jest/globals';
import { ADDRESS } from '../../proofs/actors/address.ts';
import { type Customer, mailsTo } from '../../proofs/actors/customer.ts';
import { eventHappens, mailSent, webhookArrives } from '../../proofs/actors/order.ts';
import { call } from '../../proofs/actors/platform.ts';
import { ledgerOf } from '../../proofs/story/ledger.ts';
import { actsIn } from './acts.ts';
import { DEAR_MINOR } from './time-passes.ts';
import type { World } from './world.ts';

/** An order over the shop's limit: a rule holds it behind both answers. */
export const heldForReview = (of: () => World): void =>
  describe('an order that a rule holds for review', () => {
    const decide = (orderId: string, word: 'approval' | 'rejection', token = of().staffToken, body: object = {}) =>
      call<{ status?: string; code?: string }>(`${of().platform.apiUrl}/orders/${orderId}/${word}`, { token, body });

    const held = async (): Promise<{ orderId: string; item: string; buyer: Customer }> => {
      const world = of();
      const item = await world.item(3, { priceMinor: DEAR_MINOR });
      const buyer = await world.customer();
      const orderId = await actsIn(world).place(buyer, item);
      await eventHappens(world.feed, orderId, 'OrderHeldForReview');
      await world.settled();
      return { orderId, item, buyer };
    };

    it('waits with stock and money set aside; the customer does not read why', async () => {
      const { orderId, item, buyer } = await held();
      const { orderOf, eventsOf, stockOf, dataOf } = actsIn(of());
      expect(await orderOf(orderId)).toMatchObject({
        status: 'placed',
        review: { state: 'open', reasons: ['total'] },
      });
      expect((await orderOf(orderId, buyer.token)).review).toEqual({ state: 'open' });
      expect(dataOf(orderId, 'OrderHeldForReview')).toMatchObject([{ reasons: ['total'] }]);
      expect(eventsOf(orderId)).toEqual(expect.arrayContaining(['StockReserved', 'PaymentAuthorized']));
      expect(eventsOf(orderId)).not.toContain('OrderConfirmed');
      expect(await stockOf(item)).toMatchObject({ onHand: 3, reserved: 1 });
      expect(await decide(orderId, 'approval', buyer.token)).toMatchObject({
        status: 403,
        body: { code: 'STAFF_ONLY' },
      });
    }, 60_000);

    it('because of the country where it goes, is held for that reason', async () => {
      const world = of();
      const { body } = await call<{ orderId: string }>(`${world.platform.apiUrl}/orders`, {
        token: (await world.customer()).token,
        body: {
          items: [{ id: await world.item(1), count: 1 }],
          shippingAddress: { ...ADDRESS, city: 'Basel', postalCode: '4051', country: 'CH' },
        },
      });
      await eventHappens(world.feed, body.orderId, 'OrderHeldForReview');
      expect(actsIn(world).dataOf(body.orderId, 'OrderHeldForReview')).toMatchObject([{ reasons: ['country'] }]);
    }, 60_000);

    it('is confirmed by its approval, once, and goes to the warehouse', async () => {
      const { orderId } = await held();
      const { eventsOf, orderOf } = actsIn(of());
      const note = { note: 'Rang her up.' };
      expect(await decide(orderId, 'approval', of().staffToken, note)).toMatchObject({
        status: 200,
        body: { status: 'confirmed' },
      });
      expect((await decide(orderId, 'approval')).status).toBe(200);
      expect((await decide(orderId, 'rejection')).body.code).toBe('ORDER_NOT_HELD');
      await webhookArrives(of().feed, orderId, 'warehouse');
      await of().settled();
      expect(eventsOf(orderId).filter((type) => type === 'OrderConfirmed')).toHaveLength(1);
      expect((await orderOf(orderId)).review).toMatchObject({ state: 'approved', ...note });
    }, 60_000);

    it('is rejected by staff: stock and money are let go, and the customer reads the note', async () => {
      const { orderId, item, buyer } = await held();
      const { orderOf, eventsOf, stockOf } = actsIn(of());
      const note = 'We do not send so many to one address.';
      expect(await decide(orderId, 'rejection', of().staffToken, { note })).toMatchObject({
        status: 200,
        body: { status: 'rejected' },
      });
      expect((await decide(orderId, 'rejection')).status).toBe(200);
      expect((await decide(orderId, 'approval')).body.code).toBe('ORDER_REJECTED');
      await eventHappens(of().feed, orderId, 'PaymentVoided');
      await eventHappens(of().feed, orderId, 'StockReleased');
      await mailSent(of().feed, orderId, 'rejected');
      await of().settled();
      expect(eventsOf(orderId).filter((type) => type === 'OrderRejected')).toHaveLength(1);
      expect((await orderOf(orderId, buyer.token)).rejection).toEqual({ reason: 'rejected_by_staff', note });
      expect(await stockOf(item)).toMatchObject({ onHand: 3, reserved: 0 });
      expect(await ledgerOf(of().platform, orderId)).toEqual({ captured: 0, refunded: 0 });
      const [mail] = await mailsTo(of().platform, buyer.email);
      expect([mail?.subject, mail?.text]).toEqual([
        expect.stringContaining('We cannot fulfil your order'),
        expect.stringContaining(note),
      ]);
    }, 60_000);
  });
