import { PaymentAuthorized } from '@orderwire/events-schema/payments';
import { causedBy } from '@orderwire/events-schema/cause';
import { on } from '@orderwire/messaging/queue-consumer';
import type { Reactions } from '../../application/reactions.ts';

export const onPaymentAuthorized = ({ paymentAuthorized }: Pick<Reactions, 'paymentAuthorized'>) =>
  on(PaymentAuthorized, ({ meta, data }) => paymentAuthorized(data.orderId, causedBy(meta, 'orders')));
