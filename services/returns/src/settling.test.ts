import { describe, expect, it } from '@jest/globals';
import { chargesFor } from '@orderwire/testing/charges';
import { aService, arrived, delivered, FIRST, goods, type Published, returned, shipped } from './testing/a-service.ts';

const MUG = { itemId: 'mug', count: 1 };
const TEA = (count: number) => ({ itemId: 'tea', count });

interface Receipt {
  readonly receipt: number;
  readonly total: number;
  readonly restock: boolean;
  readonly isComplete: boolean;
  readonly refunds: readonly {
    readonly parcelId: string;
    readonly charges: { readonly shipping: number; readonly total: number };
  }[];
}

const receiptsIn = (events: readonly Published[]): readonly Receipt[] =>
  events.filter(({ type }) => type === 'ReturnReceived').map(({ data }) => data as unknown as Receipt);

type Event = ReturnType<typeof shipped>;

/** An order of two packets of tea and a mug; all of it is asked for and approved. */
const approved = async (events: readonly Event[] = [shipped(), delivered()], settings = {}) => {
  const service = aService({ RETURN_APPROVAL: 'automatic', ...settings });
  await service.consume(...events);
  const { body } = await service.list();
  const lines = (body['returnable'] as readonly { itemId: string; count: number }[]).map(({ itemId, count }) => ({
    itemId,
    count,
  }));
  expect((await service.ask(lines)).status).toBe(201);
  return { ...service, receipts: async () => receiptsIn(await service.published()) };
};

const ALL = chargesFor(goods({ tea: 2, mug: 1 }));

describe('goods of a return that come in', () => {
  it('are refunded, and shipping with the last of them', async () => {
    const service = await approved();
    expect(await service.consume(arrived([MUG]), arrived([TEA(2)]))).toBe(0);
    const receipts = await service.receipts();
    expect(receipts).toMatchObject([
      { receipt: 1, isComplete: false, restock: true, refunds: [{ parcelId: 'p1', charges: { shipping: 0 } }] },
      { receipt: 2, isComplete: true, refunds: [{ parcelId: 'p1', charges: { shipping: 490 } }] },
    ]);
    expect(receipts.map(({ total }) => total).reduce((sum, total) => sum + total, 0)).toBe(ALL.total);
  });

  it('are shown with what was refunded', async () => {
    const service = await approved();
    await service.consume(arrived([MUG]));
    const [one] = (await service.list()).body['returns'] as readonly Record<string, unknown>[];
    expect(one).toMatchObject({ status: 'approved', refunded: 1999, lines: [{ itemId: 'tea' }, { received: 1 }] });
    await service.consume(arrived([TEA(2)]));
    const [all] = (await service.list()).body['returns'] as readonly Record<string, unknown>[];
    expect(all).toMatchObject({ status: 'received', refunded: ALL.total });
  });

  it('count once, however often they are told of', async () => {
    const service = await approved();
    const told = arrived([TEA(1)]);
    await service.consume(told, told);
    expect(await service.receipts()).toHaveLength(1);
  });

  it('are refunded and not restocked where they are damaged', async () => {
    const service = await approved();
    await service.consume(arrived([MUG], { condition: 'damaged' }));
    expect(await service.receipts()).toMatchObject([{ restock: false, total: 1999 }]);
  });

  it('leave shipping with a shop that never refunds it', async () => {
    const service = await approved(undefined, { REFUND_SHIPPING: 'never' });
    await service.consume(arrived([TEA(2), MUG]));
    expect(await service.receipts()).toMatchObject([{ isComplete: true, refunds: [{ charges: { shipping: 0 } }] }]);
  });

  it('come again where the delivery is not known yet, or the return', async () => {
    const service = await approved([shipped()]);
    const told = arrived([MUG]);
    expect(await service.consume(told)).toBe(1);
    expect(await service.consume(delivered(), arrived([MUG], { returnId: FIRST.replace('_1', '_2') }))).toBe(1);
    expect(await service.consume(told)).toBe(0);
  });
});

describe('an order of two parcels', () => {
  const ONE = shipped({ isLast: false, lines: goods({ tea: 1, mug: 1 }) });
  const TWO = shipped({ parcelId: 'p2', position: 2, lines: goods({ tea: 1 }) });

  it('has refunds of both, in the order in which they went', async () => {
    const service = await approved([TWO, delivered('p2'), delivered('p1', 'ParcelDelivered'), ONE]);
    await service.consume(arrived([TEA(2)]));
    expect(await service.receipts()).toMatchObject([{ refunds: [{ parcelId: 'p1' }, { parcelId: 'p2' }] }]);
  });

  it('has refunds only of what was delivered', async () => {
    const service = await approved([ONE, TWO, delivered('p2', 'ParcelDelivered')]);
    expect(await service.consume(arrived([TEA(1)]))).toBe(0);
    expect(await service.receipts()).toMatchObject([{ refunds: [{ parcelId: 'p2' }] }]);
    expect(await service.consume(arrived([TEA(1)]))).toBe(1);
  });

  it('keeps its shipping while a parcel is still to be heard of', async () => {
    const service = await approved([ONE, delivered('p1', 'ParcelDelivered')]);
    await service.consume(delivered('p2'));
    await service.consume(arrived([TEA(1), MUG]));
    expect(await service.receipts()).toMatchObject([{ refunds: [{ charges: { shipping: 0 } }] }]);
  });

  it.each([
    ['before', [returned('p2'), delivered('p1')]],
    ['after', [delivered('p1'), returned('p2')]],
  ])('has its shipping back when its other parcel comes back, told %s the order’s end', async (_, end) => {
    const service = await approved([ONE, TWO, delivered('p1', 'ParcelDelivered')]);
    await service.consume(arrived([TEA(1), MUG]));
    expect(await service.receipts()).toMatchObject([{ receipt: 1, refunds: [{ charges: { shipping: 0 } }] }]);
    await service.consume(...end);
    await service.consume(...end);
    expect(await service.receipts()).toMatchObject([
      { receipt: 1 },
      { receipt: 2, restock: false, lines: [], refunds: [{ parcelId: 'p1', lines: [], charges: { shipping: 490 } }] },
    ]);
  });
});

describe('what is kept of a plain order', () => {
  it('is one row under a kilobyte, written twice', async () => {
    const service = aService();
    const told = [shipped(), delivered()];
    await service.consume(...told, ...told);
    const [row] = service.rows();
    expect(row?.['version']).toEqual({ N: '2' });
    expect(JSON.stringify(row).length).toBeLessThan(1_000);
    expect(await service.published()).toEqual([]);
  });
});
