import { createHmac } from 'node:crypto';
import { type CallbackAction, type Message, WORD } from '../callback.ts';
import { keyOf } from './keys.ts';
import type { Request, World } from './world.ts';

/** Headers and body of a call, as they go over the wire. */
export type Sent = Required<Pick<Request, 'headers'>> & Pick<Request, 'body'>;

/** The headers of Standard Webhooks, written down a second time: what the services believe is not asked. */
export const signed = (world: World, partner: string, id: string, body: string): Sent => {
  const timestamp = String(Math.floor(world.simulator.now() / 1000));
  const mac = createHmac('sha256', keyOf(world, partner)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` }, body };
};

/** The message as its partner sends it now. A signed one names what it is for: the signature does not cover the path. */
export const sent = (world: World, { orderId, action, partner, callbackId, told, isSigned }: Message): Sent => {
  if (isSigned && callbackId !== undefined)
    return signed(world, partner, callbackId, JSON.stringify({ ...told, orderId, action: WORD[action] }));
  const body = { ...(callbackId !== undefined && { callbackId }), ...told };
  return {
    headers: { authorization: keyOf(world, partner) },
    ...(Object.keys(body).length > 0 && { body: JSON.stringify(body) }),
  };
};

/** Where a callback goes. */
export const routeOf = (orderId: string, action: CallbackAction): Pick<Request, 'routeKey' | 'path'> => ({
  routeKey: `POST /${action.toLowerCase()}/{orderId}`,
  path: { orderId },
});
