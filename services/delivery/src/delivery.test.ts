import { OrderPacked } from '@orderwire/events-schema/orders';
import { itTellsItsPartner } from '@orderwire/partners/testing/a-partner-service';
import { STANDARD } from '@orderwire/testing/taxed';
import { compose } from './service.ts';

itTellsItsPartner({
  compose,
  service: 'delivery',
  partner: 'courier',
  asks: {
    event: OrderPacked,
    data: {
      orderNumber: 'JXW2-VRJV-47H2',
      lines: [{ itemId: 'itm_1', title: 'Lamp', count: 2, unitPrice: 1_000, ...STANDARD }],
      recipient: {
        name: 'Canary Person',
        email: 'canary@example.com',
        phone: '+49 30 123456',
        address: { street: 'Canary Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' },
      },
    },
    kind: 'order.packed',
  },
  asked: 'packed',
  unasked: ['placed', 'confirmed'],
  outcome: 'Courier',
});
