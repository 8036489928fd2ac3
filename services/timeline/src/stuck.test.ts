import { describe, expect, it } from '@jest/globals';
import { aService } from './testing/a-service.ts';

type Told = readonly [type: 'OrderStuck' | 'OrderMovedOn', orderId: string, sequence: number, what?: string];

const DUE = { pack_by: '2026-03-05T23:59:59.999Z', deliver_by: '2026-03-10T23:59:59.999Z' };

const aList = () => {
  const { subscriptions, listStuck } = aService();
  const tell = async (...told: readonly Told[]): Promise<void> => {
    for (const [type, orderId, sequence, what = 'pack_by'] of told) {
      const data =
        type === 'OrderStuck'
          ? { orderNumber: 'JXW2-VRJV-47H2', status: 'confirmed', what, dueAt: DUE[what as keyof typeof DUE] }
          : { orderNumber: 'JXW2-VRJV-47H2', status: 'packed', what };
      const meta = {
        ...{ id: `${orderId}#${String(sequence)}#0`, type, version: 1, source: 'orderwire.orders', subject: orderId },
        ...{ sequence, occurredAt: '2026-03-06T00:00:10.000Z', correlationId: orderId, causationId: 'review/1' },
        actor: { type: 'system', id: 'orders' },
      };
      const subscription = subscriptions.find(({ definition }) => definition.type === type);
      await subscription?.react({ meta, data }, { attempt: 1 });
    }
  };
  const stuck = async (query: Readonly<Record<string, string>> = {}) => {
    const { status, body } = await listStuck({ as: 'staff:grace', query });
    return { status, ids: body.orders.map(({ orderId, what }) => `${orderId} ${what}`), cursor: body.cursor ?? '' };
  };
  return { tell, stuck, listStuck };
};

describe('the list of orders that are late', () => {
  it('has what is stuck, what is late longest first, and each once', async () => {
    const { tell, stuck } = aList();
    await tell(['OrderStuck', 'ord_b', 4, 'deliver_by'], ['OrderStuck', 'ord_a', 4], ['OrderStuck', 'ord_a', 4]);
    expect(await stuck()).toMatchObject({ status: 200, ids: ['ord_a pack_by', 'ord_b deliver_by'] });
  });

  it('loses what has moved on', async () => {
    const { tell, stuck } = aList();
    await tell(['OrderStuck', 'ord_a', 4], ['OrderMovedOn', 'ord_a', 5]);
    expect((await stuck()).ids).toEqual([]);
  });

  it('does not get back what has moved on when events come late or once more', async () => {
    const { tell, stuck } = aList();
    await tell(['OrderMovedOn', 'ord_a', 5], ['OrderStuck', 'ord_a', 4]);
    expect((await stuck()).ids).toEqual([]);
    await tell(['OrderStuck', 'ord_a', 7, 'deliver_by'], ['OrderMovedOn', 'ord_a', 5], ['OrderStuck', 'ord_a', 4]);
    expect((await stuck()).ids).toEqual(['ord_a deliver_by']);
  });

  it('names the later promise of two that are told in one write', async () => {
    const { tell, stuck } = aList();
    await tell(['OrderStuck', 'ord_a', 4, 'deliver_by'], ['OrderStuck', 'ord_a', 4]);
    await tell(['OrderStuck', 'ord_b', 4], ['OrderStuck', 'ord_b', 4, 'deliver_by']);
    expect((await stuck()).ids).toEqual(['ord_a deliver_by', 'ord_b deliver_by']);
  });

  it('goes page by page', async () => {
    const { tell, stuck } = aList();
    await tell(['OrderStuck', 'ord_a', 4], ['OrderStuck', 'ord_b', 4], ['OrderStuck', 'ord_c', 4]);
    const first = await stuck({ limit: '2' });
    const second = await stuck({ limit: '2', cursor: first.cursor });
    expect([first.ids, second.ids, second.cursor]).toEqual([['ord_a pack_by', 'ord_b pack_by'], ['ord_c pack_by'], '']);
  });

  it('refuses a cursor that it has not given out, and customers', async () => {
    const { listStuck } = aList();
    expect(await listStuck({ as: 'staff:grace', query: { cursor: 'nonsense' } })).toMatchObject({ status: 400 });
    expect(await listStuck({ as: 'ada' })).toMatchObject({ status: 403 });
  });
});
