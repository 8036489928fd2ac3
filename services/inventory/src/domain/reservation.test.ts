import { describe, expect, it } from '@jest/globals';
import { commit, merged, release, reserve, type Reservation, type ReservationStatus } from './reservation.ts';
import type { Stock } from './stock.ts';

const aStock = (more: Partial<Stock> = {}): Stock => ({
  itemId: 'tea',
  onHand: 10,
  reserved: 0,
  available: 10,
  shipped: 0,
  version: 1,
  ...more,
});

const levels = (...stocks: readonly Stock[]) => new Map(stocks.map((stock) => [stock.itemId, stock]));

const TEA = [{ itemId: 'tea', count: 3 }];

const PARCEL = { parcelId: 'p1', lines: TEA };

const aReservation = (status: ReservationStatus): Reservation => ({
  orderId: 'ord_1',
  status,
  lines: status === 'committed' ? [] : TEA,
  ...(status === 'committed' && { parcels: [PARCEL] }),
  version: status === 'reserved' ? 1 : 2,
});

describe('lines of the same item', () => {
  it('are summed, should there be several', () => {
    expect(
      merged([
        { itemId: 'cup', count: 99 },
        { itemId: 'tea', count: 1 },
        { itemId: 'cup', count: 99 },
      ]),
    ).toEqual([
      { itemId: 'cup', count: 198 },
      { itemId: 'tea', count: 1 },
    ]);
  });
});

describe('reserving', () => {
  it('sets every line aside', () => {
    const change = reserve('ord_1', [{ itemId: 'tea', count: 3 }], levels(aStock()));
    expect(change.reservation).toMatchObject({ status: 'reserved', version: 1 });
    expect(change.events).toEqual([
      { type: 'StockReserved', data: { orderId: 'ord_1', lines: [{ itemId: 'tea', count: 3 }] } },
    ]);
    expect(change.stock).toEqual([
      {
        kind: 'quiet',
        itemId: 'tea',
        add: { reserved: 3, available: -3 },
        where: [{ attribute: 'available', above: 3 }],
        lowAt: 0,
      },
    ]);
  });

  it('announces the item that sells out, on the version that was read', () => {
    const [change] = reserve('ord_1', [{ itemId: 'tea', count: 10 }], levels(aStock({ version: 7 }))).stock;
    expect(change).toEqual({
      kind: 'announced',
      after: aStock({ reserved: 10, available: 0, version: 8 }),
      events: [
        { type: 'StockLevelChanged', data: { itemId: 'tea', onHand: 10, reserved: 10, available: 0 } },
        { type: 'StockLow', data: { itemId: 'tea', available: 0, lowAt: 0 } },
      ],
    });
  });

  it('fails as a whole when one line is short, and names the short lines only', () => {
    const change = reserve(
      'ord_1',
      [
        { itemId: 'tea', count: 1 },
        { itemId: 'cup', count: 3 },
        { itemId: 'unheard-of', count: 1 },
      ],
      levels(aStock(), aStock({ itemId: 'cup', onHand: 2, available: 2 })),
    );
    expect(change.reservation.status).toBe('failed');
    expect(change.stock).toEqual([]);
    expect(change.events).toEqual([
      {
        type: 'StockReservationFailed',
        data: {
          orderId: 'ord_1',
          lines: [
            { itemId: 'cup', requested: 3, available: 2 },
            { itemId: 'unheard-of', requested: 1, available: 0 },
          ],
        },
      },
    ]);
  });
});

describe('an order that ends early', () => {
  it('puts back what was set aside', () => {
    const decision = release('ord_1', aReservation('reserved'), levels(aStock({ reserved: 3, available: 7 })));
    expect(decision).toMatchObject({
      ok: true,
      value: {
        reservation: { status: 'released', version: 2 },
        events: [{ type: 'StockReleased', data: { lines: [{ itemId: 'tea', count: 3 }] } }],
        stock: [{ kind: 'quiet', add: { reserved: -3, available: 3 }, where: [{ attribute: 'available', above: 0 }] }],
      },
    });
  });

  it('announces the item that is to be had again', () => {
    const soldOut = aStock({ onHand: 3, reserved: 3, available: 0, version: 4 });
    const decision = release('ord_1', aReservation('reserved'), levels(soldOut));
    expect(decision).toMatchObject({
      ok: true,
      value: { stock: [{ kind: 'announced', after: { reserved: 0, available: 3, version: 5 } }] },
    });
  });

  it('leaves a mark when it is not known yet, and tells nobody', () => {
    expect(release('ord_1', undefined, levels())).toEqual({
      ok: true,
      value: {
        reservation: { orderId: 'ord_1', status: 'released', lines: [], version: 1 },
        events: [],
        stock: [],
      },
    });
  });

  it.each(['failed', 'released'] as const)('changes nothing when its reservation is %s', (status) => {
    expect(release('ord_1', aReservation(status), levels())).toEqual({ ok: true, value: undefined });
  });

  it('is refused when the goods have left', () => {
    expect(release('ord_1', aReservation('committed'), levels())).toMatchObject({
      ok: false,
      error: { code: 'RESERVATION_COMMITTED' },
    });
  });
});

describe('an order that is shipped', () => {
  it('takes its goods off the shelf', () => {
    expect(commit('ord_1', aReservation('reserved'), PARCEL)).toMatchObject({
      ok: true,
      value: {
        reservation: { status: 'committed', lines: [], parcels: [PARCEL], version: 2 },
        events: [{ type: 'StockCommitted' }],
        stock: [{ kind: 'quiet', add: { onHand: -3, reserved: -3, shipped: 3 } }],
      },
    });
  });

  it('changes nothing the second time', () => {
    expect(commit('ord_1', aReservation('committed'), PARCEL)).toEqual({ ok: true, value: undefined });
  });

  it('is refused before it is known', () => {
    expect(commit('ord_1', undefined, PARCEL)).toMatchObject({ ok: false, error: { code: 'RESERVATION_NOT_FOUND' } });
  });

  it.each(['failed', 'released'] as const)('is refused when its reservation is %s', (status) => {
    expect(commit('ord_1', aReservation(status), PARCEL)).toMatchObject({
      ok: false,
      error: { code: 'RESERVATION_NOT_HELD' },
    });
  });
});
