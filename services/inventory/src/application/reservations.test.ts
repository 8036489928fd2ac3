import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { type Service, CAUSE, aService } from '../testing/a-service.ts';
import { attentionsOf, levelsTold, parcel, tea, withTea } from '../testing/tea.ts';

type Around = NonNullable<NonNullable<Parameters<typeof aService>[0]>['around']>;

/** Lets something else happen just before the next call of an operation. */
const makeInterruption = (operation: string) => {
  let next: (() => Promise<void>) | undefined;
  const around: Around = (send) => async (command) => {
    const first = next;
    if (first && (command as object).constructor.name === `${operation}Command`) {
      next = undefined;
      await first();
    }
    return send(command);
  };
  const meanwhile = (act: () => Promise<void>) => {
    next = act;
  };
  return { around, meanwhile };
};

const typesOf = async (service: Service) => (await service.published()).map(({ type }) => type);

describe('a new item', () => {
  it('gets its stock once, and says so once', async () => {
    const service = await withTea(5);
    await service.receive('tea', 5, CAUSE);
    await service.receive('tea', 7, CAUSE);
    expect(service.item('tea')).toEqual({
      itemId: 'tea',
      onHand: 5,
      reserved: 0,
      available: 5,
      shipped: 0,
      version: 1,
    });
    expect(await service.published()).toEqual([
      {
        id: 'stock/tea#1#0',
        type: 'StockLevelChanged',
        subject: 'stock/tea',
        sequence: 1,
        data: { itemId: 'tea', onHand: 5, reserved: 0, available: 5 },
      },
    ]);
  });
});

describe('an order', () => {
  it('is reserved in one transaction, without a word about levels', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    expect(service.item('tea')).toMatchObject({ onHand: 5, reserved: 2, available: 3, version: 2 });
    expect(service.sent.map(({ operation }) => operation)).toEqual(['PutItem', 'BatchGetItem', 'TransactWriteItems']);
    expect(service.records().filter(({ dynamodb }) => dynamodb.NewImage?.['outbox'])).toHaveLength(2);
    expect((await service.published()).slice(1)).toEqual([
      {
        id: 'reservation/ord_1#1#0',
        type: 'StockReserved',
        subject: 'reservation/ord_1',
        sequence: 1,
        data: { orderId: 'ord_1', lines: tea(2) },
      },
    ]);
  });

  it('of 40 items, each in three lines of 99, fits into one transaction', async () => {
    const service = aService();
    const ids = Array.from({ length: 40 }, (_, index) => `item-${index}`);
    for (const itemId of ids) await service.receive(itemId, 300, CAUSE);
    const lines = [1, 2, 3].flatMap(() => ids.map((itemId) => ({ itemId, count: 99 })));
    await service.reservations.placed('ord_1', lines, CAUSE);
    expect(service.items().map(({ available }) => available)).toEqual(ids.map(() => 3));
  });

  it('placed twice is reserved once, also when it took the last one itself', async () => {
    const service = await withTea(2);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    expect(service.item('tea')).toMatchObject({ reserved: 2, available: 0 });
    expect(service.held()).toMatchObject([{ status: 'reserved', version: 1 }]);
    expect((await typesOf(service)).filter((type) => type === 'StockReserved')).toHaveLength(1);
  });

  it('that failed stays failed when goods come back and it is delivered again', async () => {
    const service = await withTea(1);
    await service.reservations.placed('ord_1', tea(1), CAUSE);
    await service.reservations.placed('ord_2', tea(1), CAUSE);
    await service.reservations.endedEarly('ord_1', CAUSE);
    await service.reservations.placed('ord_2', tea(1), CAUSE);
    expect(
      service
        .held()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['failed', 'released']);
    expect(service.item('tea')).toMatchObject({ available: 1 });
  });

  it('for an item without stock row fails with nothing available', async () => {
    const service = aService();
    await service.reservations.placed('ord_1', tea(1), CAUSE);
    expect(await service.published()).toMatchObject([
      { type: 'StockReservationFailed', data: { lines: [{ itemId: 'tea', requested: 1, available: 0 }] } },
    ]);
  });

  it('that ended before it was placed reserves nothing', async () => {
    const service = await withTea(5);
    await service.reservations.endedEarly('ord_1', CAUSE);
    await service.reservations.endedEarly('ord_1', CAUSE);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    expect(service.item('tea')).toMatchObject({ reserved: 0, available: 5, version: 1 });
    expect(service.held()).toMatchObject([{ status: 'released', version: 1 }]);
    expect(await typesOf(service)).toEqual(['StockLevelChanged']);
  });

  it('that ends early twice gives its goods back once', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    await service.reservations.endedEarly('ord_1', CAUSE);
    await service.reservations.endedEarly('ord_1', CAUSE);
    expect(service.item('tea')).toMatchObject({ onHand: 5, reserved: 0, available: 5 });
    expect(await typesOf(service)).toEqual(
      expect.arrayContaining(['StockLevelChanged', 'StockReserved', 'StockReleased']),
    );
    expect(await service.published()).toHaveLength(3);
  });

  it('that is shipped twice leaves the shelf once', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    expect(service.item('tea')).toMatchObject({ onHand: 3, reserved: 0, available: 3, shipped: 2 });
    expect((await typesOf(service)).filter((type) => type === 'StockCommitted')).toHaveLength(1);
  });

  it('that is shipped before it is known is waited for', async () => {
    const service = await withTea(5);
    const shipping = service.reservations.shipped('ord_1', parcel(2), CAUSE);
    await expect(shipping).rejects.toThrow('not known here yet');
    await expect(shipping).rejects.not.toBeInstanceOf(TerminalError);
  });

  it('that is shipped without a reservation needs a person, who is told once', async () => {
    const service = await withTea(5);
    await service.reservations.endedEarly('ord_1', CAUSE);
    for (let times = 0; times < 2; times += 1) await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    expect(await attentionsOf(service)).toMatchObject([
      {
        id: 'attention/inventory/RESERVATION_NOT_HELD/ord_1#1#0',
        data: { code: 'RESERVATION_NOT_HELD', orderId: 'ord_1' },
      },
    ]);
  });

  it('that is shipped while the shelf holds less than its reservation needs a person, and waits for the books', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    const correct = (reserved: number) => service.correct('tea', { reserved });
    correct(1);
    for (let times = 0; times < 2; times += 1)
      await expect(service.reservations.shipped('ord_1', parcel(2), CAUSE)).rejects.toThrow('decisions in a row');
    expect(await attentionsOf(service)).toMatchObject([{ data: { code: 'STOCK_BOOKS_DIFFER', orderId: 'ord_1' } }]);
    correct(2);
    await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    expect(service.item('tea')).toMatchObject({ onHand: 3, reserved: 0, shipped: 2 });
  });

  it('that ends after it was shipped needs a person', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    await service.reservations.endedEarly('ord_1', CAUSE);
    expect(await attentionsOf(service)).toMatchObject([{ data: { code: 'RESERVATION_COMMITTED', orderId: 'ord_1' } }]);
    expect(service.item('tea')).toMatchObject({ onHand: 3, available: 3, shipped: 2 });
  });
});

describe('the last unit', () => {
  it('goes to exactly one of two customers, and the item is said to be sold out', async () => {
    const service = await withTea(1);
    await Promise.all(['ord_1', 'ord_2'].map((orderId) => service.reservations.placed(orderId, tea(1), CAUSE)));
    expect(
      service
        .held()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['failed', 'reserved']);
    expect(service.item('tea')).toMatchObject({ onHand: 1, reserved: 1, available: 0 });
    const events = await service.published();
    expect(events.map(({ type }) => type).sort()).toEqual([
      'StockLevelChanged',
      'StockLevelChanged',
      'StockLow',
      'StockReservationFailed',
      'StockReserved',
    ]);
    expect(events.filter(({ sequence }) => sequence === 2)).toMatchObject([
      { id: 'stock/tea#2#0', data: { available: 0 } },
      { id: 'stock/tea#2#1', type: 'StockLow', data: { available: 0 } },
    ]);
  });

  it('that comes back is announced', async () => {
    const service = await withTea(1);
    await service.reservations.placed('ord_1', tea(1), CAUSE);
    await service.reservations.endedEarly('ord_1', CAUSE);
    expect(await levelsTold(service)).toEqual([
      [1, 1],
      [2, 0],
      [3, 1],
    ]);
  });
});

describe('what happens between our look and our write', () => {
  it('cannot end a reservation twice', async () => {
    const { around, meanwhile } = makeInterruption('BatchGetItem');
    const service = await withTea(2, { around });
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    meanwhile(() => service.reservations.endedEarly('ord_1', CAUSE));
    await service.reservations.endedEarly('ord_1', CAUSE);
    expect(service.item('tea')).toMatchObject({ reserved: 0, available: 2, version: 3 });
    expect(service.held()).toMatchObject([{ status: 'released', version: 2 }]);
  });

  it('cannot sell the same unit twice', async () => {
    const { around, meanwhile } = makeInterruption('TransactWriteItems');
    const service = await withTea(3, { around });
    meanwhile(() => service.reservations.placed('ord_1', tea(2), CAUSE));
    await service.reservations.placed('ord_2', tea(2), CAUSE);
    expect(service.item('tea')).toMatchObject({ reserved: 2, available: 1 });
    expect((await service.published()).find(({ type }) => type === 'StockReservationFailed')?.data).toEqual({
      orderId: 'ord_2',
      lines: [{ itemId: 'tea', requested: 2, available: 1 }],
    });
  });

  it('cannot make an item sell out in silence', async () => {
    const { around, meanwhile } = makeInterruption('TransactWriteItems');
    const service = await withTea(5, { around });
    meanwhile(() => service.reservations.placed('ord_1', tea(2), CAUSE));
    await service.reservations.placed('ord_2', tea(3), CAUSE);
    expect(await levelsTold(service)).toEqual([
      [1, 5],
      [3, 0],
    ]);
  });

  it('cannot bring an item back in silence', async () => {
    const { around, meanwhile } = makeInterruption('TransactWriteItems');
    const service = await withTea(3, { around });
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    meanwhile(() => service.reservations.placed('ord_2', tea(1), CAUSE));
    await service.reservations.endedEarly('ord_1', CAUSE);
    expect(await levelsTold(service)).toEqual([
      [1, 3],
      [3, 0],
      [4, 2],
    ]);
  });
});

describe('a conflict with another transaction', () => {
  it('is tried again', async () => {
    let conflicts = 3;
    const service = await withTea(5);
    const contended = aService({ isHeld: () => (conflicts -= 1) >= 0 });
    await contended.receive('tea', 5, CAUSE);
    await contended.reservations.placed('ord_1', tea(2), CAUSE);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    expect(contended.items()).toEqual(service.items());
  });

  it('that does not end is left to the queue', async () => {
    let held = false;
    const service = await withTea(5, { isHeld: () => held });
    held = true;
    await expect(service.reservations.placed('ord_1', tea(2), CAUSE)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
    expect(service.held()).toEqual([]);
  });
});

describe('rows that DynamoDB hands back unread', () => {
  it('are asked for again', async () => {
    const service = aService({ around: handsBack(2) });
    await service.receive('tea', 5, CAUSE);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    expect(service.item('tea')).toMatchObject({ reserved: 2 });
  });

  it('are never taken for sold out', async () => {
    const service = aService({ around: handsBack(Number.POSITIVE_INFINITY) });
    await service.receive('tea', 5, CAUSE);
    await expect(service.reservations.placed('ord_1', tea(2), CAUSE)).rejects.toThrow('could not be read');
    expect(service.held()).toEqual([]);
  });
});

const handsBack = (times: number): Around => {
  let left = times;
  return (send) => (command) => {
    const { RequestItems } = (command as { input: { RequestItems?: unknown } }).input;
    if (RequestItems === undefined || (left -= 1) < 0) return send(command);
    return Promise.resolve({ Responses: {}, UnprocessedKeys: RequestItems } as never);
  };
};
