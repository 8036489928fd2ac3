import { OrderConfirmed } from '@orderwire/events-schema/orders';
import { itTellsItsPartner } from '@orderwire/partners/testing/a-partner-service';
import { chargesFor } from '@orderwire/testing/charges';
import { STANDARD } from '@orderwire/testing/taxed';
import { compose } from './service.ts';

const LINES = [{ itemId: 'itm_1', title: 'Lamp', count: 2, unitPrice: 1_000, ...STANDARD }];

itTellsItsPartner({
  compose,
  service: 'warehouse',
  partner: 'warehouse',
  asks: {
    event: OrderConfirmed,
    data: {
      orderNumber: 'JXW2-VRJV-47H2',
      customerId: 'cus_1',
      lines: LINES,
      charges: chargesFor(LINES),
    },
    kind: 'order.confirmed',
  },
  asked: 'confirmed',
  unasked: ['placed'],
  outcome: 'Warehouse',
});
