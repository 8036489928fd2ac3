import { ORDER_NOT_FOUND } from '@orderwire/http/refusals';
import { type Credentials, route } from '@orderwire/http/route';
import type { Clock } from '@orderwire/kernel/clock';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import * as z from 'zod/mini';
import type { ReceiveCallback } from '../../application/receive-callback.ts';
import type { OrderNotFound } from '../../application/change-order.ts';
import type { CallbackAnswer, CallbackRefusal } from '../../domain/callback.ts';
import type { CallbackAction, CallbackResult } from '../../domain/callback-table.ts';
import { unfitFor } from './callback-binding.ts';
import { orderStatus } from './order-view.ts';
import { callbackBody, callbackOf, ignoredIn } from './partner-callback-body.ts';
import { isOrderId } from '@orderwire/http/names';

interface Deps {
  /** Tells which partner's key opens this call, if any does, and whether it was only used to sign. */
  readonly authenticate: (credentials: Credentials) => Promise<Caller | undefined>;
  readonly receiveCallback: ReceiveCallback;
  readonly fingerprintOf: (body: unknown) => string;
  readonly clock: Clock;
  readonly count: CountMetric;
  readonly log: Log;
}

interface Caller {
  readonly partner: {
    readonly name: string;
    /** What it may report. */
    readonly callbacks: readonly string[];
  };
  readonly signed: boolean;
}

/** What each action is called in its path and in partners.json. */
const WORD = {
  packed: 'packed',
  shipped: 'shipped',
  delivered: 'delivered',
  delivery_failed: 'deliveryfailed',
  returned: 'returned',
} as const satisfies Record<CallbackAction, string>;

const pieces = { itemId: z.string(), count: z.int() };

const saying = <const Results extends readonly CallbackResult[], More extends z.core.$ZodLooseShape>(
  results: Results,
  more: More,
) => z.strictObject({ orderId: z.string(), result: z.enum(results), status: orderStatus, ...more });

/** A route on which partners report one thing: those who may (partners.json). */
const callback = (action: CallbackAction) =>
  route({
    method: 'POST',
    paths: [`/order${WORD[action]}/{orderId}`],
    callers: 'partner',
    headers: z.object({ 'webhook-id': z.optional(z.string()) }),
    body: callbackBody,
    answers: {
      200: saying(['applied', 'corrected', 'duplicate', 'superseded'], {}),
      202: saying(['held'], {}),
      // That the order's status does not allow it is an answer, too: it says what to do now.
      409: saying(['stop', 'conflict', 'refused'], { instruction: z.exactOptional(z.literal('do_not_ship')) }),
    },
    refusals: {
      PARTNER_KEY_INVALID: {
        status: 401,
        detail: 'Send the key as Authorization, or sign the call by Standard Webhooks.',
      },
      PARTNER_KEY_FORBIDDEN: { status: 403, detail: 'This key belongs to a partner who does not report this.' },
      ORDER_NOT_FOUND,
      REQUEST_INVALID: { status: 422, detail: 'The callback has faults.' },
      CALLBACK_ID_REUSED: {
        status: 422,
        detail: 'This callbackId came before with another body. Use a new id for another message.',
      },
      CALLBACK_NOT_FOR_THIS: {
        status: 422,
        detail: 'The body is about another order or another action than the path.',
      },
      CALLBACK_UNBOUND: {
        status: 422,
        detail:
          'A signed callback names its order and its action in the body: {"orderId": "ord_…", "action": "packed"}.',
      },
      PARCEL_UNCLEAR: {
        status: 422,
        detail: 'The order has several parcels. Say by parcelId or trackingNumber which one this is about.',
        more: z.strictObject({ parcels: z.array(z.string()) }),
      },
      MORE_THAN_LEFT: {
        status: 422,
        detail: 'The lines name more than is left of the order.',
        more: z.strictObject({ lines: z.array(z.strictObject({ ...pieces, left: z.int() })) }),
      },
    },
  }).provenBy(
    async ({ authenticate }: Deps, credentials) => {
      const caller = await authenticate(credentials);
      if (caller === undefined) return { refusal: 'PARTNER_KEY_INVALID' };
      return caller.partner.callbacks.includes(WORD[action]) ? { caller } : { refusal: 'PARTNER_KEY_FORBIDDEN' };
    },
    async (deps, { path: { orderId }, headers, body, caller: { partner, signed } }) => {
      const message = callbackOf(action, body, headers['webhook-id'], { now: deps.clock(), ...deps });
      if (!message.ok) return { refusal: 'REQUEST_INVALID', errors: [message.error] };
      const unfit = unfitFor({ orderId, action }, signed, body);
      if (unfit) return unfit;
      if (!isOrderId(orderId)) return { refusal: 'ORDER_NOT_FOUND' };
      const received = await deps.receiveCallback({ orderId, partner: partner.name, callback: message.value });
      if (!received.ok) return refusalOf(received.error);
      tellIgnored(deps, partner.name, ignoredIn(body));
      tellUnusual(deps, partner.name, { orderId, action, ...received.value.answer });
      return {
        ...answerTo(orderId, received.value.answer),
        ...(received.value.answer.replayed && { headers: { 'idempotent-replay': 'true' } }),
      };
    },
  );

export const orderPacked = callback('packed');
export const orderShipped = callback('shipped');
export const orderDelivered = callback('delivered');
export const orderDeliveryFailed = callback('delivery_failed');
export const orderReturned = callback('returned');

const refusalOf = (error: CallbackRefusal | OrderNotFound) => {
  switch (error.code) {
    case 'PARCEL_UNCLEAR':
      return { refusal: error.code, more: { parcels: [...error.parcels] } };
    case 'MORE_THAN_LEFT':
      return { refusal: error.code, more: { lines: [...error.lines] } };
    case 'CALLBACK_ID_REUSED':
    case 'ORDER_NOT_FOUND':
      return { refusal: error.code };
  }
};

/** What a partner hears. */
const answerTo = (orderId: string, { result, status }: CallbackAnswer) => {
  switch (result) {
    case 'applied':
    case 'corrected':
    case 'duplicate':
    case 'superseded':
      return { status: 200, body: { orderId, result, status } } as const;
    case 'held':
      return { status: 202, body: { orderId, result, status } } as const;
    case 'stop':
      return { status: 409, body: { orderId, result, status, instruction: 'do_not_ship' } } as const;
    case 'conflict':
    case 'refused':
      return { status: 409, body: { orderId, result, status } } as const;
  }
};

/** What was not applied has left no event: the log is where to look for it. */
const tellUnusual = (
  { log }: Deps,
  partner: string,
  { orderId, action, result }: { readonly orderId: string; readonly action: CallbackAction; readonly result: string },
): void => {
  if (result !== 'applied') log.info('A callback was not applied', { orderId, partner, action, result });
};

/** Names of fields as programs have them. What looks otherwise may be anything, and stands in no log. */
const FIELD = /^[A-Za-z][\w.-]{0,39}$/;
const MAX_NAMED = 20;

/** A field that nobody reads may be a typing mistake: operators see that there are some, and which. */
const tellIgnored = ({ count, log }: Deps, partner: string, names: readonly string[]): void => {
  if (names.length === 0) return;
  count('CallbackFieldsIgnored', names.length);
  log.info('Fields ignored', { partner, fields: names.filter((name) => FIELD.test(name)).slice(0, MAX_NAMED) });
};
