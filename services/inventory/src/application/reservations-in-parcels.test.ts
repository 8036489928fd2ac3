import { describe, expect, it } from '@jest/globals';
import { type Service, CAUSE, aService } from '../testing/a-service.ts';
import { attentionsOf, levelsTold, parcel, tea, withTea } from '../testing/tea.ts';

describe('an order that goes in parcels', () => {
  it('leaves the shelf parcel by parcel, each once, in whatever order they come', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(3), CAUSE);
    for (const [parcelId, count] of [
      ['p2', 1],
      ['p2', 1],
      ['p1', 2],
      ['p1', 2],
    ] as const)
      await service.reservations.shipped('ord_1', parcel(count, parcelId), CAUSE);
    expect(service.item('tea')).toMatchObject({ onHand: 2, reserved: 0, available: 2, shipped: 3 });
    expect(service.held()).toMatchObject([{ status: 'committed', lines: [] }]);
    const committed = (await service.published()).filter(({ type }) => type === 'StockCommitted');
    expect(committed.map(({ data }) => data)).toEqual([
      { orderId: 'ord_1', parcelId: 'p2', lines: tea(1) },
      { orderId: 'ord_1', parcelId: 'p1', lines: tea(2) },
    ]);
  });

  it('needs a person when more leaves than was set aside, and the books stay as they are', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(3), CAUSE);
    await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    await service.reservations.shipped('ord_1', parcel(2, 'p2'), CAUSE);
    expect(await attentionsOf(service)).toMatchObject([{ data: { code: 'RESERVATION_NOT_HELD' } }]);
    expect(service.item('tea')).toMatchObject({ onHand: 3, reserved: 1, shipped: 2 });
  });

  it('needs a person when it ends after its first parcel', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(3), CAUSE);
    await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    await service.reservations.endedEarly('ord_1', CAUSE);
    expect(await attentionsOf(service)).toMatchObject([{ data: { code: 'RESERVATION_COMMITTED' } }]);
    expect(service.item('tea')).toMatchObject({ reserved: 1 });
  });
});

describe('an order that is packed short', () => {
  const packedShort = (service: Service) => service.reservations.packedShort('ord_1', tea(1), CAUSE);

  it.each(['before', 'after'])('puts back what is missing, once, %s the rest is shipped', async (when) => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(3), CAUSE);
    if (when === 'before') await packedShort(service);
    await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    for (let times = 0; times < 2; times += 1) await packedShort(service);
    expect(service.item('tea')).toMatchObject({ onHand: 3, reserved: 0, available: 3, shipped: 2 });
    expect(service.held()).toMatchObject([{ status: 'committed', isShort: true, lines: [] }]);
    const released = (await service.published()).filter(({ type }) => type === 'StockReleased');
    expect(released.map(({ data }) => data)).toEqual([{ orderId: 'ord_1', lines: tea(1) }]);
  });

  it.each(['before', 'after'])('has nothing put back twice when it is cancelled %s that is known', async (when) => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(3), CAUSE);
    if (when === 'after') await packedShort(service);
    await service.reservations.endedEarly('ord_1', CAUSE);
    await packedShort(service);
    expect(service.item('tea')).toMatchObject({ onHand: 5, reserved: 0, available: 5 });
  });

  it('before it is known is waited for', async () => {
    await expect(packedShort(await withTea(5))).rejects.toThrow('not known here yet');
  });

  it('of more than it holds needs a person', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(1), CAUSE);
    await service.reservations.shipped('ord_1', parcel(1), CAUSE);
    await packedShort(service);
    expect(await attentionsOf(service)).toMatchObject([{ data: { code: 'RESERVATION_NOT_HELD' } }]);
  });
});

describe('goods that come back', () => {
  const cameBack = (service: Service, by = 'parcel/p1') => service.reservations.cameBack('ord_1', by, tea(2), CAUSE);

  it('are on the shelf again, once for what brought them', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(4), CAUSE);
    await service.reservations.shipped('ord_1', parcel(4), CAUSE);
    for (const by of ['parcel/p1', 'parcel/p1', 'ret_1/1', 'ret_1/1']) await cameBack(service, by);
    expect(service.item('tea')).toMatchObject({ onHand: 5, reserved: 0, available: 5, shipped: 4 });
    const told = (await service.published()).filter(({ type }) => type === 'StockReturned');
    expect(told.map(({ subject, data }) => [subject, data])).toEqual([
      ['returned/ord_1/parcel/p1', { orderId: 'ord_1', lines: tea(2) }],
      ['returned/ord_1/ret_1/1', { orderId: 'ord_1', lines: tea(2) }],
    ]);
  });

  it('may be told before they were shipped', async () => {
    const service = await withTea(5);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    await cameBack(service);
    await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    expect(service.item('tea')).toMatchObject({ onHand: 5, reserved: 0, available: 5, shipped: 2 });
  });

  it('are announced when the item was sold out', async () => {
    const service = await withTea(2);
    await service.reservations.placed('ord_1', tea(2), CAUSE);
    await service.reservations.shipped('ord_1', parcel(2), CAUSE);
    await cameBack(service);
    expect(await levelsTold(service)).toEqual([
      [1, 2],
      [2, 0],
      [4, 2],
    ]);
  });

  it('of an item that is not known yet are waited for', async () => {
    await expect(cameBack(aService())).rejects.toThrow('not known here yet');
  });
});
