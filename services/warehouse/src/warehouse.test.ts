import { OrderConfirmed } from '@orderwire/events-schema/orders';
import { itTellsItsPartner } from '@orderwire/partners/testing/a-partner-service';
import { compose } from './service.ts';

itTellsItsPartner({
  compose,
  service: 'warehouse',
  partner: 'warehouse',
  asks: {
    event: OrderConfirmed,
    data: {
      customerId: 'cus_1',
      lines: [{ itemId: 'itm_1', title: 'Lamp', count: 2, unitPrice: 1_000, vatRate: 19_000 }],
      totals: { items: 2_000, shipping: 0, tax: 380, total: 2_380, currency: 'EUR' },
    },
    kind: 'order.confirmed',
  },
  asked: 'confirmed',
  unasked: ['placed'],
  outcome: 'Warehouse',
});
