import { OrderStuck } from '@orderwire/events-schema/orders';
import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { StuckOrders } from '../../application/stuck-orders.ts';

/** A time and an order. */
const PLACE = /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z#ord_\w{1,60}$/;

const stuckView = z.strictObject({ orderId: z.string(), ...OrderStuck.data.shape });

/** Orders that are later than promised; what is late longest comes first. */
export const listStuck = route({
  method: 'GET',
  paths: ['/ops/stuck'],
  callers: 'staff',
  right: 'orders:read',
  query: z.strictObject(pageQuery),
  answers: { 200: z.strictObject({ orders: z.array(stuckView), cursor: z.optional(z.string()) }) },
  refusals: { CURSOR_INVALID },
}).handledBy(
  async ({ stuck }: { readonly stuck: Pick<StuckOrders, 'list'> }, { query: { limit = DEFAULT_LIMIT, cursor } }) => {
    const after = cursor === undefined ? undefined : placeIn(cursor);
    if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
    const { orders, next } = await stuck.list({ limit, ...(after !== undefined && { after }) });
    return {
      status: 200,
      body: {
        orders: orders.map(({ sequence: _, ...order }) => order),
        cursor: next === undefined ? undefined : cursorOf({ stuck: next }),
      },
    };
  },
);

const placeIn = (cursor: string): string | undefined => {
  const key = keyOf(cursor, ['stuck']);
  return key.ok && PLACE.test(key.value.stuck) ? key.value.stuck : undefined;
};
