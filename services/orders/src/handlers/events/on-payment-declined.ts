import { PaymentDeclined } from '@orderwire/events-schema/payments';
import { causedBy } from '@orderwire/events-schema/cause';
import { on } from '@orderwire/messaging/queue-consumer';
import type { Reactions } from '../../application/reactions.ts';

export const onPaymentDeclined = ({ paymentDeclined }: Pick<Reactions, 'paymentDeclined'>) =>
  on(PaymentDeclined, ({ meta, data }) => paymentDeclined(data.orderId, causedBy(meta, 'orders')));
