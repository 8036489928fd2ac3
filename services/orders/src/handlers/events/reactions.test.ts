import { describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { makeService } from '../../testing/a-service.ts';
import { ORDER_ID, anOrder, jug, messages } from '../../testing/builders.ts';

describe('what arrives in the queue', () => {
  it.each([
    [['StockReserved', 'PaymentAuthorized'], ['OrderConfirmed']],
    [['PaymentAuthorized', 'StockReserved', 'StockReserved'], ['OrderConfirmed']],
    [['PaymentAuthorized', 'StockReservationFailed'], ['OrderRejected']],
    [['PaymentDeclined', 'StockReserved', 'PaymentDeclined'], ['OrderRejected']],
  ] as const)('moves the order: %j makes %j', async (names, expected) => {
    const { consume, eventTypes, written } = makeService(anOrder());
    expect(await consume(messages(...names))).toEqual({ batchItemFailures: [] });
    expect(eventTypes()).toEqual(expected);
    const { correlationId, actor } = written.at(-1)?.cause ?? {};
    expect([correlationId, actor]).toEqual([ORDER_ID, { type: 'system', id: 'orders' }]);
  });

  it('keeps of a new item what orders need, and no more', async () => {
    const { consume, item } = makeService();
    await consume(messages('ItemCreated'));
    expect(item('item/jug')).toEqual(marshall({ pk: 'item/jug', sequence: 1, ...jug }));
  });

  it('keeps what a known item costs now, under the version that it says', async () => {
    const { consume, item } = makeService();
    await consume(messages('ItemUpdated'));
    expect(item('item/jug')).toMatchObject(
      marshall({ sequence: 1, title: 'Can', priceMinor: 900, vatClass: 'reduced', currency: 'USD' }),
    );
  });

  it('keeps what is retired as that, and nobody can order it any more', async () => {
    const { consume, item, placeOrder } = makeService();
    await consume(messages('ItemRetired', 'ItemCreated'));
    expect(item('item/jug')).toMatchObject(marshall({ sequence: 1, isRetired: true }));
    const answer = await placeOrder(aRequest({ as: 'ada', body: { items: [{ id: 'jug', count: 1 }] } }));
    expect([answer.statusCode, bodyOf(answer)['code']]).toEqual([422, 'ITEM_NOT_FOUND']);
  });

  it('stays in the queue while its order is not there', async () => {
    const { consume } = makeService(anOrder({ orderId: 'ord_01KN0000000000000000000001' }));
    expect(await consume(messages('StockReserved'))).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  });
});
