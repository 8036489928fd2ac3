import { composePartnerService, type PartnerOutside } from '@orderwire/partners/partner-service';
import { outcomes } from './adapters/requests.ts';
import { makeTellCourier } from './application/tell-courier.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';

/** Everything that the delivery service is: what it tells a courier. */
export const compose = (outside: PartnerOutside) =>
  composePartnerService(outside, {
    service: 'delivery',
    outcomes,
    subscriptions: (partner) => subscriptions(makeTellCourier(partner)),
  });
