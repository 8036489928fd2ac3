import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { renderInvoice } from '../adapters/pdf/render-invoice.ts';
import { chargesFor } from '@orderwire/testing/charges';
import { aDraft, addShipped, aLine, SELLER } from '../testing/builders.ts';
import { makeFakeInvoices } from '../testing/fakes.ts';
import { makeIssueInvoice } from './issue-invoice.ts';

const cause = { correlationId: 'c', causationId: 'pay_1#2#0', actor: { type: 'system', id: 'invoice' } } as const;
const TOTAL = chargesFor([aLine()]).total;
const captured = { orderId: 'ord_1', parcelId: 'p1', amount: TOTAL, currency: 'EUR' };

const shopTime = shopTimeIn('Europe/Berlin');

const aService = (fault?: Parameters<typeof makeFakeInvoices>[0]) => {
  const fakes = makeFakeInvoices(fault);
  const { clock, advance } = makeFakeClock();
  const issueInvoice = makeIssueInvoice({ ...fakes, render: renderInvoice, seller: SELLER, clock, shopTime });
  return {
    ...fakes,
    advance,
    clock,
    issue: (orderId = 'ord_1') => issueInvoice({ ...captured, orderId }, cause),
    issueInvoice,
  };
};

describe('a captured payment', () => {
  it('gets the order its invoice: number, file, event', async () => {
    const { invoices, issue, rows, kept, events, positions } = aService();
    await addShipped(invoices);
    await issue();
    expect(rows.get('ord_1')).toMatchObject({ status: 'issued', number: 'INV-2026-000001', seller: SELLER });
    expect([...kept.keys()]).toEqual(['invoices/INV-2026-000001.pdf']);
    expect(events).toEqual([{ number: 'INV-2026-000001', cause }]);
    expect(positions.get('INV-2026')).toBe(1);
  });

  it('changes nothing when it comes again', async () => {
    const { invoices, issue, events, positions } = aService();
    await addShipped(invoices);
    await issue();
    await issue();
    expect([events.length, positions.get('INV-2026')]).toEqual([1, 1]);
  });

  it('waits for its order, and for what was shipped of it', async () => {
    const { invoices, issue, events } = aService();
    await expect(issue()).rejects.toThrow('has not arrived yet');
    await expect(issue()).rejects.not.toBeInstanceOf(TerminalError);
    await invoices.addDraft(aDraft());
    await expect(issue()).rejects.toThrow('has not arrived yet');
    await expect(issue()).rejects.not.toBeInstanceOf(TerminalError);
    await addShipped(invoices);
    await issue();
    expect(events).toHaveLength(1);
  });

  it('starts a new series in a new year', async () => {
    const { invoices, issue, rows, advance } = aService();
    await addShipped(invoices);
    await addShipped(invoices, { orderId: 'ord_2' });
    await issue();
    advance(366 * 24 * 60 * 60 * 1000);
    await issue('ord_2');
    expect([rows.get('ord_1'), rows.get('ord_2')]).toMatchObject([
      { number: 'INV-2026-000001' },
      { number: 'INV-2027-000001' },
    ]);
  });

  it.each([
    ['2026-12-31T22:59:59.999Z', { number: 'INV-2026-000001', issuedOn: '2026-12-31' }],
    ['2026-12-31T23:00:00.000Z', { number: 'INV-2027-000001', issuedOn: '2027-01-01' }],
    // In October 02:30 comes twice; both are of the same day.
    ['2026-10-25T00:30:00.000Z', { number: 'INV-2026-000001', issuedOn: '2026-10-25' }],
    ['2026-10-24T22:00:00.000Z', { number: 'INV-2026-000001', issuedOn: '2026-10-25' }],
  ])('is invoiced on the shop’s day, and in the shop’s year: %s', async (at, dated) => {
    const { invoices, issue, rows, advance, clock } = aService();
    advance(Date.parse(at) - clock());
    await addShipped(invoices, { placedAt: '2026-03-28T23:30:00.000Z' });
    await issue();
    expect(rows.get('ord_1')).toMatchObject({ ...dated, issuedAt: at, orderedOn: '2026-03-29' });
  });

  it.each([
    ['less than the total', { amount: TOTAL - 1 }],
    ['more than the total', { amount: TOTAL + 1 }],
    ['another currency', { currency: 'USD' }],
  ])('is parked, needs a person and takes no number when it is %s', async (_what, more) => {
    const { invoices, issueInvoice, positions, raised } = aService();
    await addShipped(invoices);
    const issuing = issueInvoice({ ...captured, ...more }, cause);
    await expect(issuing).rejects.toMatchObject({ name: 'TerminalError', code: 'CAPTURED_AMOUNT_DIFFERS' });
    expect(raised).toEqual([{ code: 'CAPTURED_AMOUNT_DIFFERS', orderId: 'ord_1' }]);
    expect(positions.size).toBe(0);
  });

  it('is parked and needs a person when the order’s lines do not add up to what was captured', async () => {
    const { invoices, issue, positions, raised } = aService();
    await addShipped(invoices, { lines: [aLine({ unitPrice: 1251 })], charges: chargesFor([aLine()]) });
    await expect(issue()).rejects.toMatchObject({ code: 'INVOICE_DOES_NOT_ADD_UP' });
    expect(raised).toEqual([{ code: 'INVOICE_DOES_NOT_ADD_UP', orderId: 'ord_1' }]);
    expect(positions.size).toBe(0);
  });
});

describe('a crash', () => {
  const moments = ['lastPosition', 'takeNumber', 'keep', 'markIssued'].flatMap((step) => [
    `before:${step}`,
    `after:${step}`,
  ]);

  it.each(moments)('%s is made good by the next delivery: one number, one file, one event', async (when) => {
    let crashed = false;
    const { invoices, issue, rows, kept, events, positions } = aService((moment) => {
      if (moment !== when || crashed) return;
      crashed = true;
      throw new Error('crash');
    });
    await addShipped(invoices);
    await expect(issue()).rejects.toThrow('crash');
    await issue();
    expect(rows.get('ord_1')).toMatchObject({ status: 'issued', number: 'INV-2026-000001' });
    expect([kept.size, events.length, positions.get('INV-2026')]).toEqual([1, 1, 1]);
  });
});

describe('several payments at once', () => {
  it('take numbers without gaps and without doubles', async () => {
    const { invoices, issue, rows, positions } = aService();
    const orders = Array.from({ length: 8 }, (_, index) => `ord_${index}`);
    for (const orderId of orders) await addShipped(invoices, { orderId });
    await Promise.all([...orders, ...orders].map(issue));
    const numbers = [...rows.values()].map((invoice) => ('number' in invoice ? invoice.number : ''));
    expect(numbers.sort()).toEqual(orders.map((_, index) => `INV-2026-00000${index + 1}`));
    expect(positions.get('INV-2026')).toBe(8);
  });

  it('leave one that loses every race to the queue', async () => {
    const busy: { positions?: Map<string, number> } = {};
    const service = aService((moment) => {
      if (moment === 'before:takeNumber') busy.positions?.set('INV-2026', (busy.positions.get('INV-2026') ?? 0) + 1);
    });
    busy.positions = service.positions;
    await addShipped(service.invoices);
    await expect(service.issue()).rejects.toThrow('changed under 10 decisions in a row');
    expect(service.rows.get('ord_1')).toMatchObject({ status: 'shipped' });
  });
});
