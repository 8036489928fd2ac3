import { describe, expect, it } from '@jest/globals';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { issued } from '../domain/invoice.ts';
import { aDraft, addShipped, aNumberedInvoice, aRefund } from '../testing/builders.ts';
import { makeFakeInvoices } from '../testing/fakes.ts';
import { makeCreditRefund } from './credit-refund.ts';

const cause = { correlationId: 'c', causationId: 'pay_1#5#0', actor: { type: 'system', id: 'payments' } } as const;

const aService = async (fault?: Parameters<typeof makeFakeInvoices>[0]) => {
  const fakes = makeFakeInvoices(fault);
  const { invoices } = fakes;
  await addShipped(invoices);
  const shopTime = { dayOf: () => '2026-12-31' };
  const credit = makeCreditRefund({ invoices, clock: makeFakeClock().clock, shopTime });
  const issue = async (): Promise<void> => {
    await invoices.takeNumber('INV-2026', 0, aNumberedInvoice());
    await invoices.markIssued(issued(aNumberedInvoice()), cause);
  };
  return { ...fakes, issue, credit: (more: Parameters<typeof aRefund>[0] = {}) => credit(aRefund(more), cause) };
};

describe('a refund', () => {
  it('gets a credit note for its parcel’s invoice, under a number of its own series', async () => {
    const { credits, positions, issue, credit } = await aService();
    await issue();
    await credit();
    expect([...credits.values()]).toMatchObject([
      { number: 'CN-2026-000001', forInvoice: 'INV-2026-000001', issuedOn: '2026-12-31', ...aRefund() },
    ]);
    expect(positions.get('CN-2026')).toBe(1);
  });

  it('gets one, however often it is told', async () => {
    const { credits, positions, issue, credit } = await aService();
    await issue();
    for (let times = 0; times < 2; times += 1) await credit();
    await credit({ refundId: 'ret_1/1/p1' });
    expect([...credits.values()].map(({ number }) => number)).toEqual(['CN-2026-000001', 'CN-2026-000002']);
    expect(positions.get('CN-2026')).toBe(2);
  });

  it.each([
    ['is not known', { orderId: 'ord_9' }],
    ['has no number yet', {}],
    ['is of another parcel', { parcelId: 'p2' }],
  ])('waits while its invoice %s', async (_what, more) => {
    const { credits, invoices, credit } = await aService();
    await invoices.addDraft(aDraft());
    await expect(credit(more)).rejects.toThrow('no invoice yet');
    expect(credits.size).toBe(0);
  });

  it('takes the next number when another refund was faster', async () => {
    let isFirst = true;
    const { credits, positions, issue, credit } = await aService((moment) => {
      if (moment !== 'before:credit' || !isFirst) return;
      isFirst = false;
      positions.set('CN-2026', 1);
    });
    await issue();
    await credit();
    expect([...credits.values()].map(({ number }) => number)).toEqual(['CN-2026-000002']);
  });
});
