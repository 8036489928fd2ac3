import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { type Bench, CAUSE, makeBench } from '../testing/bench.ts';

const tea = (count: number) => [{ itemId: 'tea', count }];

const withTea = async (count: number, options?: Parameters<typeof makeBench>[0]): Promise<Bench> => {
  const bench = makeBench(options);
  await bench.receive('tea', count, CAUSE);
  return bench;
};

/** Version and availability of every level that was published, in that order. */
const levelsTold = async (bench: Bench) =>
  (await bench.published())
    .filter(({ type }) => type === 'StockLevelChanged')
    .map(({ sequence, data }) => [sequence, data['available']]);

type Around = NonNullable<NonNullable<Parameters<typeof makeBench>[0]>['around']>;

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

const attentionsOf = async (bench: Bench) =>
  (await bench.published()).filter(({ type }) => type === 'StockNeedsAttention');

const typesOf = async (bench: Bench) => (await bench.published()).map(({ type }) => type);

describe('a new item', () => {
  it('gets its stock once, and says so once', async () => {
    const bench = await withTea(5);
    await bench.receive('tea', 5, CAUSE);
    await bench.receive('tea', 7, CAUSE);
    expect(bench.item('tea')).toEqual({
      itemId: 'tea',
      onHand: 5,
      reserved: 0,
      available: 5,
      shipped: 0,
      version: 1,
    });
    expect(await bench.published()).toEqual([
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
    const bench = await withTea(5);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    expect(bench.item('tea')).toMatchObject({ onHand: 5, reserved: 2, available: 3, version: 2 });
    expect(bench.sent.map(({ operation }) => operation)).toEqual(['PutItem', 'BatchGetItem', 'TransactWriteItems']);
    expect(bench.records().filter(({ dynamodb }) => dynamodb.NewImage?.['outbox'])).toHaveLength(2);
    expect((await bench.published()).slice(1)).toEqual([
      {
        id: 'reservation/ord_1#1#0',
        type: 'StockReserved',
        subject: 'reservation/ord_1',
        sequence: 1,
        data: { orderId: 'ord_1', lines: tea(2) },
      },
    ]);
  });

  it('of 40 items, each in three colours of 99, fits into one transaction', async () => {
    const bench = makeBench();
    const ids = Array.from({ length: 40 }, (_, index) => `item-${index}`);
    for (const itemId of ids) await bench.receive(itemId, 300, CAUSE);
    const lines = [1, 2, 3].flatMap(() => ids.map((itemId) => ({ itemId, count: 99 })));
    await bench.reservations.placed('ord_1', lines, CAUSE);
    expect(bench.items().map(({ available }) => available)).toEqual(ids.map(() => 3));
  });

  it('placed twice is reserved once, also when it took the last one itself', async () => {
    const bench = await withTea(2);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    expect(bench.item('tea')).toMatchObject({ reserved: 2, available: 0 });
    expect(bench.held()).toMatchObject([{ status: 'reserved', version: 1 }]);
    expect((await typesOf(bench)).filter((type) => type === 'StockReserved')).toHaveLength(1);
  });

  it('that failed stays failed when goods come back and it is delivered again', async () => {
    const bench = await withTea(1);
    await bench.reservations.placed('ord_1', tea(1), CAUSE);
    await bench.reservations.placed('ord_2', tea(1), CAUSE);
    await bench.reservations.endedEarly('ord_1', CAUSE);
    await bench.reservations.placed('ord_2', tea(1), CAUSE);
    expect(
      bench
        .held()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['failed', 'released']);
    expect(bench.item('tea')).toMatchObject({ available: 1 });
  });

  it('for an item without stock row fails with nothing available', async () => {
    const bench = makeBench();
    await bench.reservations.placed('ord_1', tea(1), CAUSE);
    expect(await bench.published()).toMatchObject([
      { type: 'StockReservationFailed', data: { lines: [{ itemId: 'tea', requested: 1, available: 0 }] } },
    ]);
  });

  it('that ended before it was placed reserves nothing', async () => {
    const bench = await withTea(5);
    await bench.reservations.endedEarly('ord_1', CAUSE);
    await bench.reservations.endedEarly('ord_1', CAUSE);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    expect(bench.item('tea')).toMatchObject({ reserved: 0, available: 5, version: 1 });
    expect(bench.held()).toMatchObject([{ status: 'released', version: 1 }]);
    expect(await typesOf(bench)).toEqual(['StockLevelChanged']);
  });

  it('that ends early twice gives its goods back once', async () => {
    const bench = await withTea(5);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    await bench.reservations.endedEarly('ord_1', CAUSE);
    await bench.reservations.endedEarly('ord_1', CAUSE);
    expect(bench.item('tea')).toMatchObject({ onHand: 5, reserved: 0, available: 5 });
    expect(await typesOf(bench)).toEqual(
      expect.arrayContaining(['StockLevelChanged', 'StockReserved', 'StockReleased']),
    );
    expect(await bench.published()).toHaveLength(3);
  });

  it('that is shipped twice leaves the shelf once', async () => {
    const bench = await withTea(5);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    await bench.reservations.shipped('ord_1', CAUSE);
    await bench.reservations.shipped('ord_1', CAUSE);
    expect(bench.item('tea')).toMatchObject({ onHand: 3, reserved: 0, available: 3, shipped: 2 });
    expect((await typesOf(bench)).filter((type) => type === 'StockCommitted')).toHaveLength(1);
  });

  it('that is shipped before it is known is waited for', async () => {
    const bench = await withTea(5);
    const shipping = bench.reservations.shipped('ord_1', CAUSE);
    await expect(shipping).rejects.toThrow('not known here yet');
    await expect(shipping).rejects.not.toBeInstanceOf(TerminalError);
  });

  it('that is shipped without a reservation needs a person, who is told once', async () => {
    const bench = await withTea(5);
    await bench.reservations.endedEarly('ord_1', CAUSE);
    for (let times = 0; times < 2; times += 1) await bench.reservations.shipped('ord_1', CAUSE);
    expect(await attentionsOf(bench)).toMatchObject([
      {
        id: 'attention/inventory/RESERVATION_NOT_HELD/ord_1#1#0',
        data: { code: 'RESERVATION_NOT_HELD', orderId: 'ord_1' },
      },
    ]);
  });

  it('that is shipped while the shelf holds less than its reservation needs a person, and waits for the books', async () => {
    const bench = await withTea(5);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    const correct = (reserved: number) => bench.correct('tea', { reserved });
    correct(1);
    for (let times = 0; times < 2; times += 1)
      await expect(bench.reservations.shipped('ord_1', CAUSE)).rejects.toThrow('moved');
    expect(await attentionsOf(bench)).toMatchObject([{ data: { code: 'STOCK_BOOKS_DIFFER', orderId: 'ord_1' } }]);
    correct(2);
    await bench.reservations.shipped('ord_1', CAUSE);
    expect(bench.item('tea')).toMatchObject({ onHand: 3, reserved: 0, shipped: 2 });
  });

  it('that ends after it was shipped needs a person', async () => {
    const bench = await withTea(5);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    await bench.reservations.shipped('ord_1', CAUSE);
    await bench.reservations.endedEarly('ord_1', CAUSE);
    expect(await attentionsOf(bench)).toMatchObject([{ data: { code: 'RESERVATION_COMMITTED', orderId: 'ord_1' } }]);
    expect(bench.item('tea')).toMatchObject({ onHand: 3, available: 3, shipped: 2 });
  });
});

describe('the last unit', () => {
  it('goes to exactly one of two customers, and the item is said to be sold out', async () => {
    const bench = await withTea(1);
    await Promise.all(['ord_1', 'ord_2'].map((orderId) => bench.reservations.placed(orderId, tea(1), CAUSE)));
    expect(
      bench
        .held()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['failed', 'reserved']);
    expect(bench.item('tea')).toMatchObject({ onHand: 1, reserved: 1, available: 0 });
    const events = await bench.published();
    expect(events.map(({ type }) => type).sort()).toEqual([
      'StockLevelChanged',
      'StockLevelChanged',
      'StockReservationFailed',
      'StockReserved',
    ]);
    expect(events.filter(({ sequence }) => sequence === 2)).toMatchObject([
      { id: 'stock/tea#2#0', data: { available: 0 } },
    ]);
  });

  it('that comes back is announced', async () => {
    const bench = await withTea(1);
    await bench.reservations.placed('ord_1', tea(1), CAUSE);
    await bench.reservations.endedEarly('ord_1', CAUSE);
    expect(await levelsTold(bench)).toEqual([
      [1, 1],
      [2, 0],
      [3, 1],
    ]);
  });
});

describe('what happens between our look and our write', () => {
  it('cannot end a reservation twice', async () => {
    const { around, meanwhile } = makeInterruption('BatchGetItem');
    const bench = await withTea(2, { around });
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    meanwhile(() => bench.reservations.endedEarly('ord_1', CAUSE));
    await bench.reservations.endedEarly('ord_1', CAUSE);
    expect(bench.item('tea')).toMatchObject({ reserved: 0, available: 2, version: 3 });
    expect(bench.held()).toMatchObject([{ status: 'released', version: 2 }]);
  });

  it('cannot sell the same unit twice', async () => {
    const { around, meanwhile } = makeInterruption('TransactWriteItems');
    const bench = await withTea(3, { around });
    meanwhile(() => bench.reservations.placed('ord_1', tea(2), CAUSE));
    await bench.reservations.placed('ord_2', tea(2), CAUSE);
    expect(bench.item('tea')).toMatchObject({ reserved: 2, available: 1 });
    expect((await bench.published()).find(({ type }) => type === 'StockReservationFailed')?.data).toEqual({
      orderId: 'ord_2',
      lines: [{ itemId: 'tea', requested: 2, available: 1 }],
    });
  });

  it('cannot make an item sell out in silence', async () => {
    const { around, meanwhile } = makeInterruption('TransactWriteItems');
    const bench = await withTea(5, { around });
    meanwhile(() => bench.reservations.placed('ord_1', tea(2), CAUSE));
    await bench.reservations.placed('ord_2', tea(3), CAUSE);
    expect(await levelsTold(bench)).toEqual([
      [1, 5],
      [3, 0],
    ]);
  });

  it('cannot bring an item back in silence', async () => {
    const { around, meanwhile } = makeInterruption('TransactWriteItems');
    const bench = await withTea(3, { around });
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    meanwhile(() => bench.reservations.placed('ord_2', tea(1), CAUSE));
    await bench.reservations.endedEarly('ord_1', CAUSE);
    expect(await levelsTold(bench)).toEqual([
      [1, 3],
      [3, 0],
      [4, 2],
    ]);
  });
});

describe('a conflict with another transaction', () => {
  it('is tried again', async () => {
    let conflicts = 3;
    const bench = await withTea(5);
    const contended = makeBench({ isHeld: () => (conflicts -= 1) >= 0 });
    await contended.receive('tea', 5, CAUSE);
    await contended.reservations.placed('ord_1', tea(2), CAUSE);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    expect(contended.items()).toEqual(bench.items());
  });

  it('that does not end is left to the queue', async () => {
    let held = false;
    const bench = await withTea(5, { isHeld: () => held });
    held = true;
    await expect(bench.reservations.placed('ord_1', tea(2), CAUSE)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
    expect(bench.held()).toEqual([]);
  });
});

describe('rows that DynamoDB hands back unread', () => {
  it('are asked for again', async () => {
    const bench = makeBench({ around: handsBack(2) });
    await bench.receive('tea', 5, CAUSE);
    await bench.reservations.placed('ord_1', tea(2), CAUSE);
    expect(bench.item('tea')).toMatchObject({ reserved: 2 });
  });

  it('are never taken for sold out', async () => {
    const bench = makeBench({ around: handsBack(Number.POSITIVE_INFINITY) });
    await bench.receive('tea', 5, CAUSE);
    await expect(bench.reservations.placed('ord_1', tea(2), CAUSE)).rejects.toThrow('could not be read');
    expect(bench.held()).toEqual([]);
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
