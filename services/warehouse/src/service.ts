import { composePartnerService, type PartnerOutside } from '@orderwire/partners/partner-service';
import { outcomes } from './adapters/requests.ts';
import { makeTellWarehouse } from './application/tell-warehouse.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';

/** Everything that the warehouse service is: what it tells the warehouse. */
export const compose = (outside: PartnerOutside) =>
  composePartnerService(outside, {
    service: 'warehouse',
    outcomes,
    subscriptions: (partner) => subscriptions(makeTellWarehouse(partner)),
  });
