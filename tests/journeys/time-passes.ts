import { describe, expect, it } from '@jest/globals';
import { mailsTo } from '../../proofs/actors/customer.ts';
import { type CallbackPath, callBack, eventHappens } from '../../proofs/actors/order.ts';
import { call } from '../../proofs/actors/platform.ts';
import { actsIn } from './acts.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Staff look at an order of more than this. */
export const DEAR_MINOR = 60_000;

/** Promises and authorisations that end within two days of the clock, which these journeys put forward. */
export const SETTINGS = {
  PACK_WITHIN: '4 hours',
  DELIVER_WITHIN: '30 hours',
  AUTHORIZATION_LASTS: '28 hours',
  REVIEW_OVER_MINOR: String(DEAR_MINOR - 1),
  REVIEW_COUNTRIES: 'CH',
  ...{ RETURN_APPROVAL: 'automatic', RETURN_DAYS: '0', RETURN_INSTRUCTIONS_EN: 'Wrap it. | Send it.' },
};

const NEVER_ANSWERED = { method: 'card', token: 'tok_unavailable' };

/** What nobody does anything about. One test: the clock of its platform goes one way only. */
export const timePasses = (of: () => World): void =>
  describe('as time passes', () => {
    it('late answers, broken promises and ending authorisations are told once each, and orders end by them', async () => {
      const world = of();
      const { place, orderOf, eventsOf, dataOf, stockOf, attentionOf } = actsIn(world);
      const { feed, keys, platform } = world;
      const buyer = await world.customer();
      const [item, dear, scarce] = [
        await world.item(20),
        await world.item(2, { priceMinor: DEAR_MINOR }),
        await world.item(1),
      ];
      let token = world.staffToken;
      const later = async (milliseconds: number): Promise<void> => {
        token = await world.later(milliseconds);
      };
      const codesOf = async (orderId: string) => (await attentionOf(orderId, { token })).map(({ code }) => code);
      const confirmed = async (who = buyer): Promise<string> => {
        const orderId = await place(who, item);
        await eventHappens(feed, orderId, 'OrderConfirmed');
        return orderId;
      };
      const ask = (orderId: string, by: string) =>
        call<object>(`${platform.apiUrl}/orders/${orderId}/returns`, {
          token: by,
          body: { lines: [{ itemId: item, count: 1 }] },
        });
      const report = async (orderId: string, path: CallbackPath): Promise<void> => {
        const key = path === 'orderpacked' ? keys.warehouse : keys.courier;
        expect((await callBack(platform, path, orderId, key)).body.result).toBe('applied');
      };
      const stuck = async (): Promise<readonly (readonly string[])[]> => {
        const url = `${platform.apiUrl}/ops/stuck?limit=100`;
        const { body } = await call<{ orders: { orderId: string; status: string; what: string }[] }>(url, { token });
        return body.orders
          .filter(({ orderId }) => orderId === slow || orderId === packed || orderId === prompt)
          .map(({ orderId, status, what }) => [orderId, status, what]);
      };

      // Older than what is never answered, so that they say nothing about it.
      const [slow, packed] = [await confirmed(), await confirmed()];
      await report(packed, 'orderpacked');
      const held = await place(buyer, dear);
      await eventHappens(feed, held, 'OrderHeldForReview');
      const silent = await place(buyer, scarce, 1, NEVER_ANSWERED);
      await eventHappens(feed, silent, 'StockReserved');
      await world.settled();

      // The customer reads by when the goods are to be there, in the order and in the mail.
      const { promise } = await orderOf(slow, buyer.token);
      const promised = Date.parse(promise?.deliverBy ?? '') - Date.parse(promise?.packBy ?? '');
      expect(promised).toBe(26 * HOUR_MS);
      const mails = await mailsTo(platform, buyer.email);
      const confirmation = mails.find(({ subject, text = '' }) => subject.includes('confirmed') && text.includes(slow));
      expect(confirmation?.text).toContain('Delivery by');

      // Nobody younger was answered: the outage may be ours, and the order waits.
      await later(16 * MINUTE_MS);
      await eventHappens(feed, silent, 'OrderNeedsAttention');
      await world.settled();
      expect([(await orderOf(silent, token)).status, await codesOf(silent)]).toEqual(['placed', ['ANSWER_LATE']]);

      // A younger one is answered: so the answer to this one is lost.
      // It stays as it is: what has arrived is not among the younger ones that are looked at.
      await confirmed(await world.customer());
      const keptBy = await world.customer();
      const prompt = await confirmed(keptBy);
      for (const path of ['orderpacked', 'ordershipped', 'orderdelivered'] as const) await report(prompt, path);
      await world.settled();
      expect(await ask(prompt, keptBy.token)).toMatchObject({
        ...{ status: 201, body: { status: 'approved', instructions: 'Wrap it.\nSend it.' } },
      });
      await later(16 * MINUTE_MS);
      await eventHappens(feed, silent, 'OrderRejected');
      await eventHappens(feed, silent, 'StockReleased');
      expect(dataOf(silent, 'OrderRejected')).toEqual([{ reason: 'timed_out' }]);
      expect(await stockOf(scarce, token)).toMatchObject({ onHand: 1, reserved: 0 });
      // Nobody is younger than this one, ever.
      const last = await place(await world.customer(), scarce, 1, NEVER_ANSWERED);
      await eventHappens(feed, last, 'StockReserved');
      await world.settled();

      await later(4 * HOUR_MS);
      await eventHappens(feed, slow, 'OrderStuck');
      await eventHappens(feed, last, 'OrderNeedsAttention');
      await world.settled();
      expect(await stuck()).toEqual([[slow, 'confirmed', 'pack_by']]);
      await report(slow, 'orderpacked');
      await eventHappens(feed, slow, 'OrderMovedOn');
      await world.settled();
      expect(await stuck()).toEqual([]);

      await later(26 * HOUR_MS);
      await eventHappens(feed, packed, 'OrderStuck');
      await eventHappens(feed, held, 'PaymentVoided');
      await eventHappens(feed, last, 'OrderRejected');
      await world.settled();
      expect((await stuck()).toSorted()).toEqual(
        [slow, packed].map((orderId) => [orderId, 'packed', 'deliver_by']).toSorted(),
      );
      for (const orderId of [held, last]) expect(dataOf(orderId, 'OrderRejected')).toEqual([{ reason: 'timed_out' }]);
      expect([await codesOf(held), await codesOf(packed)]).toEqual([['AUTHORIZATION_ENDS'], ['AUTHORIZATION_ENDS']]);
      await report(packed, 'orderdelivered');
      await eventHappens(feed, packed, 'OrderMovedOn');
      await world.settled();
      // Whatever was told is not told again.
      await later(26 * HOUR_MS);
      await world.settled();
      // The last day for sending it back was that of its delivery.
      expect(await ask(packed, token)).toMatchObject({ status: 409, body: { code: 'RETURN_TOO_LATE' } });
      expect(await stuck()).toEqual([[slow, 'packed', 'deliver_by']]);
      const told = (orderId: string) => eventsOf(orderId).filter((type) => type === 'OrderStuck').length;
      expect([slow, packed, prompt, silent, held].map(told)).toEqual([2, 1, 0, 0, 0]);
      for (const orderId of [silent, last])
        expect((await codesOf(orderId)).filter((code) => code === 'ANSWER_LATE')).toHaveLength(1);
      expect(world.failures().filter((title) => /\b5\d\d\b/.test(title))).toEqual([]);
    }, 120_000);
  });
