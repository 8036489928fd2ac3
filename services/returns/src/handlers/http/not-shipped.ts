import type { Refusal } from '@orderwire/http/route';

/** Nobody learns from it whether there is an order that is not theirs: here an order begins with its first parcel. */
export const notShipped: Refusal = {
  status: 404,
  detail: 'There is no such order, or nothing of it has left the house yet.',
};
