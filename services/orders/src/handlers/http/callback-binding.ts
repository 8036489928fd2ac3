import type { FieldError } from '@orderwire/http/problem';
import type { CallbackAction } from '../../domain/callback-table.ts';
import type { CallbackBody } from './partner-callback-body.ts';

interface Path {
  readonly orderId: string;
  readonly action: CallbackAction;
}

type NotBound =
  { readonly refusal: 'CALLBACK_NOT_FOR_THIS'; readonly errors: readonly FieldError[] } | typeof UNBOUND | undefined;

/**
 * What is wrong with the order and the action that a callback's body names. A signature covers the body and not the path:
 * whoever sees a signed call could send it to another order or action, so it must name both. A call with the plain key
 * need not name them; what it does name must be right.
 */
export const unfitFor = (path: Path, signed: boolean, body: CallbackBody): NotBound => {
  const { orderId, action, type } = body ?? {};
  const isOther = (name: string | undefined): boolean => name !== undefined && actionIn(name) !== actionIn(path.action);
  const errors = [
    ...(orderId !== undefined && orderId !== path.orderId ? [{ pointer: '#/orderId', message: NOT_THE_ORDER }] : []),
    ...(isOther(action) ? [{ pointer: '#/action', message: NOT_THE_ACTION }] : []),
    ...(isOther(type) ? [{ pointer: '#/type', message: NOT_THE_ACTION }] : []),
  ];
  if (errors.length > 0) return { refusal: 'CALLBACK_NOT_FOR_THIS', errors };
  const isBound = orderId !== undefined && (action ?? type) !== undefined;
  return signed && !isBound ? UNBOUND : undefined;
};

const UNBOUND = { refusal: 'CALLBACK_UNBOUND' } as const;

/** Types of webhooks have a subject: `order.shipped`. A path writes its action as one word: `deliveryfailed`. */
const actionIn = (name: string): string => name.replace(/^order\./, '').replaceAll('_', '');

const NOT_THE_ORDER = 'is not the order in the path';
const NOT_THE_ACTION = 'is not what the path reports';
