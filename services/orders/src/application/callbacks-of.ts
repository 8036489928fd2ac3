import { isoTime } from '@orderwire/kernel/clock';
import { toldBy } from '../domain/callback.ts';
import { CALLBACK_ACTIONS, CALLBACK_RESULTS } from '../domain/callback-table.ts';
import type { Order } from '../domain/order.ts';

export const ACTIONS = CALLBACK_ACTIONS;
export const RESULTS = CALLBACK_RESULTS;

/** What an order remembers of callbacks: those that wait, and what the last of the others were answered. */
export const callbacksOf = ({ held, seen }: Order) => ({
  ...(held.length > 0 && {
    heldCallbacks: held.map(({ action, heldAt, parcelId, attempt, returnId, trackingNumber }) => ({
      action,
      since: isoTime(heldAt),
      ...(parcelId !== undefined && { parcelId }),
      ...(attempt !== undefined && { attempt }),
      ...(returnId !== undefined && { returnId }),
      ...(trackingNumber !== undefined && { trackingNumber }),
    })),
  }),
  ...(seen.length > 0 && {
    answeredCallbacks: seen.flatMap(({ key, result, status }) => {
      const said = toldBy(key);
      return said === undefined ? [] : [{ ...said, result, status }];
    }),
  }),
});
