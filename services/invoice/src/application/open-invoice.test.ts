import { describe, expect, it } from '@jest/globals';
import { issued } from '../domain/invoice.ts';
import { aDraft, aNumberedInvoice } from '../testing/builders.ts';
import { makeFakeInvoices } from '../testing/fakes.ts';
import { makeOpenInvoice } from './open-invoice.ts';

const OWNER = { customerId: 'cus_1', staff: false };
const STAFF = { customerId: 'cus_9', staff: true };
const OTHER = { customerId: 'cus_2', staff: false };

const aService = () => {
  const fakes = makeFakeInvoices();
  fakes.rows.set('ord_issued', issued(aNumberedInvoice({ orderId: 'ord_issued' })));
  fakes.rows.set('ord_numbered', aNumberedInvoice({ orderId: 'ord_numbered' }, 2));
  fakes.rows.set('ord_draft', aDraft({ orderId: 'ord_draft' }));
  return makeOpenInvoice(fakes);
};

describe('an issued invoice', () => {
  it.each([
    ['its owner', OWNER],
    ['staff', STAFF],
    ['the holder of the link', 'link_holder' as const],
  ])('opens for %s', async (_who, reader) => {
    expect(await aService()({ orderId: 'ord_issued' }, reader)).toEqual({
      ok: true,
      value: 'https://files.example/invoices/INV-2026-000001.pdf?as=INV-2026-000001.pdf',
    });
  });

  it('is to another customer what no order is', async () => {
    const openInvoice = aService();
    const answer = { ok: false, error: { code: 'ORDER_NOT_FOUND' } };
    expect(await openInvoice({ orderId: 'ord_issued' }, OTHER)).toEqual(answer);
    expect(await openInvoice({ orderId: 'ord_draft' }, OTHER)).toEqual(answer);
    expect(await openInvoice({ orderId: 'ord_none' }, OWNER)).toEqual(answer);
    expect(await openInvoice({ orderId: 'ord_none' }, STAFF)).toEqual(answer);
  });
});

describe('an invoice that is not issued', () => {
  it.each(['ord_draft', 'ord_numbered'])('is not ready (%s)', async (orderId) => {
    expect(await aService()({ orderId }, OWNER)).toEqual({ ok: false, error: { code: 'INVOICE_NOT_READY' } });
  });
});
