import type { EventDefinition, Meta } from '@orderwire/events-schema/envelope';

/** The order is what orders' events are about; other services' events name it in `data.orderId`. */
export const isAboutAnOrder = ({ source, data }: EventDefinition): boolean =>
  source === 'orderwire.orders' || ('shape' in data && 'orderId' in (data.shape as object));

/** Which order an event of this kind is about. */
export const orderOf = (meta: Meta, data: { readonly orderId?: string }): string => data.orderId ?? meta.subject;
