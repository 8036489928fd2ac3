import { describe, expect, it } from '@jest/globals';
import { readOutbox } from '@orderwire/store/outbox';
import { orderNumberOf } from '@orderwire/money/order-number';
import { chargesFor } from '@orderwire/testing/charges';
import { makeFakeClient } from '@orderwire/testing/fakes';
import type { Cause } from '@orderwire/events-schema/cause';
import { REDUCED } from '@orderwire/testing/taxed';
import { paymentAuthorized, stockReserved } from '../domain/await-confirmation.ts';
import { receiveCallback } from '../domain/callback.ts';
import { cancelOrder } from '../domain/cancel-order.ts';
import { changeAddress } from '../domain/change-address.ts';
import type { Change, Order } from '../domain/order.ts';
import {
  MINUTE,
  NOW,
  ORDER_ID,
  aLine,
  aBilling,
  aRecipient,
  aParcel,
  anOrder,
  anOrderThatIs,
  TERMS,
} from '../testing/builders.ts';
import { aTable } from '../testing/fakes.ts';
import { dynamoOrders } from './dynamo-orders.ts';
import { dynamoPlacingKeys } from './dynamo-placing-keys.ts';
import { derivedFields } from './order-item.ts';

const CAUSE: Cause = {
  correlationId: ORDER_ID,
  causationId: 'http/req-1',
  actor: { type: 'customer', id: 'ada' },
};
const KEY = { customerId: 'ada', key: 'k-1', fingerprint: 'body-1' };
const PK = `order/${ORDER_ID}`;

const placed = (patch: Partial<Order> = {}): Change => {
  const order = anOrder({ placedAt: NOW, changedAt: NOW, ...patch });
  const { customerId, language, lines, charges, recipient, billing } = order;
  const payment = { method: 'card', token: 'tok_ok' };
  const told = { orderNumber: orderNumberOf(order.orderId), customerId, language };
  const data = { ...told, lines: [...lines], charges, recipient, billing, payment };
  return { order, events: [{ type: 'OrderPlaced', data }] };
};

const cancelled = (order: Order): Change => {
  const decided = cancelOrder({ by: 'customer' }, order, NOW);
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
};

const VARIANT = { ...aLine, itemId: 'mug-blue', productId: 'mugs', options: { color: 'blue' }, cost: 400 };
const DISCOUNTED = { discount: { itemIds: new Set(['mug-blue']), off: { percent: 10_000 } } };

const ELSEWHERE = { street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE' };

const redirected = (order: Order): Change => {
  const decided = changeAddress(ELSEWHERE, order, TERMS.seller, NOW);
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
};

const aStore = () => {
  const table = aTable();
  return { table, orders: dynamoOrders(table), keys: dynamoPlacingKeys(table) };
};

describe('an order in the table', () => {
  it.each([
    ['just placed', anOrder()],
    [
      'with everything',
      anOrderThatIs('delivered', {
        language: 'de',
        lines: [VARIANT, aLine, { ...aLine, itemId: 'cup', ...REDUCED }],
        charges: chargesFor([VARIANT, aLine, { ...aLine, itemId: 'cup', ...REDUCED }], DISCOUNTED),
        discountCode: 'SUMMER10',
        recipient: { ...aRecipient, phone: '+44 1' },
        rejection: { reason: 'out_of_stock', short: [{ itemId: 'mug', requested: 2, available: 1 }] },
        cancellation: { by: 'staff', reason: 'why not' },
        picked: [
          { itemId: 'mug', count: 1 },
          { itemId: 'cup', count: 2 },
        ],
        parcels: [
          aParcel({
            ...{ attempt: 2, inferred: true, carrier: 'Post', trackingNumber: 'T1', replaced: ['T0'] },
            ...{ state: 'failed', nextAttemptAt: NOW, lines: [{ itemId: 'mug', count: 1 }] },
          }),
          aParcel({ parcelId: 'X-1', lines: [{ itemId: 'cup', count: 2 }] }),
        ],
        reported: { packed: { at: NOW, note: 'two boxes', doubtful: true, reason: 'by hand' } },
        held: [
          {
            ...{
              action: 'shipped',
              heldAt: NOW,
              occurredAt: NOW - 1,
              flagged: true,
              attempt: 1,
              parcelId: 'X-2',
              lines: [{ itemId: 'mug', count: 1 }],
              nextAttemptAt: NOW,
              condition: 'good',
              reason: 'r',
              note: 'n',
            },
            ...{ carrier: 'Post', trackingNumber: 'T1', replaced: ['T0'] },
          },
        ],
        seen: [{ key: 'packed/cb-1', body: 'body-1', result: 'applied', status: 'packed' }],
      }),
    ],
  ])('is read as it was written: %s', async (_what, order) => {
    const { orders, table } = aStore();
    table.put({ pk: { S: 'code/SUMMER10' }, uses: { N: '0' } });
    await orders.add({ order, events: [] }, CAUSE);
    expect(await orders.find(ORDER_ID)).toEqual(order);
  });

  it.each([
    ['a status that is none', { status: { S: 'lost' } }, 'status'],
    ['no lines', { lines: { S: 'mug' } }, 'lines'],
    ['a version in words', { version: { S: '1' } }, 'version'],
  ])('is not believed with %s', async (_what, attributes, where) => {
    const { orders, table } = aStore();
    await orders.add(placed(), CAUSE);
    table.put({ ...table.item(PK), ...attributes });
    const reading = orders.find(ORDER_ID);
    await expect(reading).rejects.toMatchObject({ code: 'ROW_UNREADABLE' });
    await expect(reading).rejects.toThrow(`A stored order is not as documented, at: ${where}.`);
  });

  it('carries the events of the very write that made its version', async () => {
    const { orders, table } = aStore();
    await orders.add(placed(), CAUSE);
    const item = table.item(PK) ?? {};
    const [event] = readOutbox(item['outbox']?.S ?? '', 'orderwire.orders', item, derivedFields);
    expect(event).toMatchObject({ id: `${ORDER_ID}#1#0`, type: 'OrderPlaced', subject: ORDER_ID });
    const { data } = placed().events[0] ?? {};
    expect(JSON.parse(event?.detail ?? '')).toMatchObject({ meta: { sequence: 1, ...CAUSE }, data });
  });

  it('carries no events of an older write', async () => {
    const { orders, table } = aStore();
    await orders.add(placed(), CAUSE);
    await orders.save(stockReserved(placed().order, NOW), CAUSE);
    expect(table.item(PK)).toMatchObject({ version: { N: '2' }, stockReserved: { BOOL: true } });
    expect(table.item(PK)).not.toHaveProperty('outbox');
  });

  it('is not written when its event does not fit the published schema', async () => {
    const { orders, table } = aStore();
    const change = placed();
    const broken = {
      ...change,
      events: [{ type: 'OrderRejected', data: { reason: 'bad mood' } }],
    } as unknown as Change;
    await expect(orders.add(broken, CAUSE)).rejects.toThrow();
    expect(table.item(PK)).toBeUndefined();
  });

  it('costs one write unit with its events, and what the indexes add only when it enters and leaves them', async () => {
    const { orders, table } = aStore();
    const lines = [aLine, { ...aLine, itemId: 'cup', title: 'A cup with a name of usual length' }];
    const charges = chargesFor(lines);
    const stocked = stockReserved(placed({ lines, charges }).order, NOW);
    await orders.add(placed({ lines, charges }), CAUSE);
    // One more each for the index of customers, the index of lots and the index of what is due: they hold keys only.
    expect(table.spent()).toEqual({ wru: 4 });
    await orders.save(stocked, CAUSE);
    expect(table.spent()).toEqual({ wru: 1 });
    await orders.save(paymentAuthorized(stocked.order, NOW), CAUSE);
    // One for the item and one for leaving the index of what is due.
    expect(table.spent()).toEqual({ wru: 2 });
  });

  it('costs one write unit for each report of its partners, until it is delivered', async () => {
    const { orders, table } = aStore();
    const lines = [aLine, { ...aLine, itemId: 'house-filter', title: 'Coffee house-filter, 500 g', ...REDUCED }];
    const first = placed({ lines, charges: chargesFor(lines), stockReserved: true });
    await orders.add(first, CAUSE);
    await orders.save(paymentAuthorized(first.order, NOW), CAUSE);
    table.spent();
    const tracking = { carrier: 'Demo Express', trackingNumber: 'DX-6633' };
    for (const [action, told] of [
      ['packed', {}],
      ['shipped', tracking],
      ['delivered', {}],
    ] as const) {
      const order = (await orders.find(ORDER_ID)) ?? anOrder();
      table.spent();
      const decided = receiveCallback({ report: { action, ...told }, fingerprint: 'f' }, order, NOW);
      if (!decided.ok) throw new Error(decided.error.code);
      const causationId = `callback/${decided.value.causedBy}`;
      await orders.save(decided.value, { ...CAUSE, causationId, actor: { type: 'partner', id: 'courier' } });
      expect([action, table.spent()]).toEqual([action, { wru: 1 }]);
    }
  });
});

describe('another address in the table', () => {
  it('replaces the old one, whole, and costs one write unit with its event', async () => {
    const { orders, table } = aStore();
    const recipient = { ...aRecipient, address: { ...aRecipient.address, region: 'Kent' } };
    await orders.add(placed({ recipient }), CAUSE);
    table.spent();
    const change = redirected((await orders.find(ORDER_ID)) ?? anOrder());
    expect(await orders.save(change, CAUSE)).toBe('saved');
    expect(table.spent()).toEqual({ wru: 1, rru: 1 });
    expect((await orders.find(ORDER_ID))?.recipient).toEqual({ ...recipient, address: ELSEWHERE });
  });

  it('leaves alone who is billed, whether that was the recipient or somebody else', async () => {
    for (const billing of [
      aBilling,
      { ...aBilling, name: 'Countess of Lovelace', address: ELSEWHERE, vatId: 'ATU13585627' },
    ]) {
      const { orders } = aStore();
      await orders.add(placed({ billing }), CAUSE);
      const moved = redirected((await orders.find(ORDER_ID)) ?? anOrder());
      await orders.save(moved, CAUSE);
      expect((await orders.find(ORDER_ID))?.billing).toEqual(billing);
      await orders.save(stockReserved(moved.order, NOW), CAUSE);
      expect((await orders.find(ORDER_ID))?.billing).toEqual(billing);
    }
  });

  it('is nowhere in the event that tells of it', async () => {
    const { orders, table } = aStore();
    await orders.add(placed(), CAUSE);
    await orders.save(redirected(placed().order), CAUSE);
    const item = table.item(PK) ?? {};
    const [event] = readOutbox(item['outbox']?.S ?? '', 'orderwire.orders', item, derivedFields);
    expect(event).toMatchObject({ id: `${ORDER_ID}#2#0`, type: 'OrderAddressChanged' });
    expect(JSON.parse(event?.detail ?? '')).toMatchObject({ meta: { sequence: 2, ...CAUSE }, data: {} });
    expect(event?.detail).not.toMatch(/Hafen|Hamburg|Lovelace|ada@/);
  });

  it('is found to be the one that stands after a reading', async () => {
    const { orders } = aStore();
    await orders.add(placed(), CAUSE);
    await orders.save(redirected(placed().order), CAUSE);
    const order = (await orders.find(ORDER_ID)) ?? anOrder();
    expect(redirected(order)).toEqual({ order, events: [] });
  });
});

describe('two writers of one version', () => {
  it('have one winner', async () => {
    const { orders } = aStore();
    const { order } = placed();
    await orders.add(placed(), CAUSE);
    const outcomes = [await orders.save(cancelled(order), CAUSE), await orders.save(stockReserved(order, NOW), CAUSE)];
    expect(outcomes).toEqual(['saved', 'overtaken']);
    expect((await orders.find(ORDER_ID))?.status).toBe('cancelled');
  });

  it('are a new address and a packer, and the courier gets the address that stands', async () => {
    const { orders } = aStore();
    const order = anOrderThatIs('confirmed', { version: 1 });
    await orders.add({ order, events: [] }, CAUSE);
    const packed = receiveCallback({ report: { action: 'packed' }, fingerprint: 'f' }, order, NOW);
    if (!packed.ok) throw new Error(packed.error.code);
    const outcomes = [await orders.save(packed.value, CAUSE), await orders.save(redirected(order), CAUSE)];
    expect(outcomes).toEqual(['saved', 'overtaken']);
    expect(await orders.find(ORDER_ID)).toMatchObject({ status: 'packed', recipient: aRecipient });
  });

  it('cannot bring an order into being that was never placed', async () => {
    const { orders } = aStore();
    expect(await orders.save(cancelled(anOrder()), CAUSE)).toBe('overtaken');
    expect(await orders.find(ORDER_ID)).toBeUndefined();
  });
});

describe('a placing key', () => {
  it('is written together with its order', async () => {
    const { orders, keys } = aStore();
    expect(await orders.add(placed(), CAUSE, KEY)).toBe('added');
    expect(await keys.find(KEY)).toEqual({ orderId: ORDER_ID, fingerprint: 'body-1' });
    expect(await orders.find(ORDER_ID)).toBeDefined();
  });

  it('that is taken lets no second order come into being', async () => {
    const { orders } = aStore();
    const second = ORDER_ID.replace('1', '2');
    await orders.add(placed(), CAUSE, KEY);
    expect(await orders.add(placed({ orderId: second }), CAUSE, KEY)).toBe('key-taken');
    expect(await orders.find(second)).toBeUndefined();
  });

  it('is each customer’s own: another may take the same one', async () => {
    const { orders, keys } = aStore();
    await orders.add(placed(), CAUSE, KEY);
    const other = { ...KEY, customerId: 'eve' };
    expect(await keys.find(other)).toBeUndefined();
    expect(await orders.add(placed({ orderId: ORDER_ID.replace('1', '2') }), CAUSE, other)).toBe('added');
  });

  it('and its order are read as they are now: a key that was taken a moment ago can be read', async () => {
    const { client: dynamo, inputs } = makeFakeClient(() => ({}));
    const store = { dynamo, tableName: 'orders', clock: () => NOW };
    expect([await dynamoOrders(store).find(ORDER_ID), await dynamoPlacingKeys(store).find(KEY)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(inputs).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: true }]);
  });

  it('is forgotten after a day, also while the row is still there', async () => {
    const { orders, keys, table } = aStore();
    const later = NOW + 24 * 60 * MINUTE;
    await orders.add(placed(), CAUSE, KEY);
    table.advance(24 * 60 * MINUTE - 1_000);
    expect(await keys.find(KEY)).toBeDefined();
    table.advance(1_000);
    expect(await keys.find(KEY)).toBeUndefined();
    const next = placed({ orderId: ORDER_ID.replace('1', '2'), placedAt: later, changedAt: later });
    expect(await orders.add(next, CAUSE, KEY)).toBe('added');
  });
});

describe('a write whose answer was lost', () => {
  it('is the same order when it is made again, however far that has come', async () => {
    const { orders, table } = aStore();
    await orders.add(placed(), CAUSE);
    await orders.save(stockReserved(placed().order, NOW), CAUSE);
    expect([await orders.add(placed(), CAUSE), table.item(PK)?.['version']]).toEqual(['added', { N: '2' }]);
  });

  it('is the same transaction when it is made again with its key', async () => {
    const { orders, table } = aStore();
    const outcomes = [await orders.add(placed(), CAUSE, KEY), await orders.add(placed(), CAUSE, KEY)];
    expect([outcomes, table.item(PK)?.['version']]).toEqual([['added', 'added'], { N: '1' }]);
  });
});

describe('a write that meets a transaction', () => {
  const failure = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
  const conflict = failure('TransactionConflictException');
  const cancelledBy = (...codes: readonly string[]) =>
    failure('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

  const against = (...failures: readonly Error[]) => {
    const { client, inputs } = makeFakeClient((_input, index) => {
      if (failures[index]) throw failures[index];
      return {};
    });
    return { orders: dynamoOrders({ dynamo: client, tableName: 'orders' }), inputs };
  };

  it('is made again', async () => {
    const { orders, inputs } = against(conflict, conflict);
    expect(await orders.save(cancelled(anOrder()), CAUSE)).toBe('saved');
    expect(inputs).toHaveLength(3);
  });

  it('is given up for now when the conflict stays: that is no answer', async () => {
    const { orders } = against(conflict, conflict, conflict, conflict);
    await expect(orders.save(cancelled(anOrder()), CAUSE)).rejects.toThrow('TransactionConflictException');
  });

  it('takes a conflict in a transaction for no taken key', async () => {
    const { orders } = against(
      cancelledBy('None', 'TransactionConflict'),
      cancelledBy('None', 'ConditionalCheckFailed'),
    );
    expect(await orders.add(placed(), CAUSE, KEY)).toBe('key-taken');
  });

  it('takes a throttle for no taken key', async () => {
    const { orders } = against(cancelledBy('None', 'ThrottlingError'));
    await expect(orders.add(placed(), CAUSE, KEY)).rejects.toThrow('TransactionCanceledException');
  });
});
