import type { Problem } from '@orderwire/http/problem';
import type { ReportedAction } from '../../domain/order.ts';
import type { CallbackBody } from './partner-callback-body.ts';

interface Path {
  readonly orderId: string | undefined;
  readonly action: ReportedAction;
}

/**
 * What is wrong with the order and the action that a callback's body names. A signature covers the body and not the path:
 * whoever sees a signed call could send it to another order or action, so it must name both. What a call with the plain
 * key names must be right, too; it need not name anything.
 */
export const bindingProblem = (path: Path, signed: boolean, body: CallbackBody): Problem | undefined => {
  const { orderId, action, type } = body ?? {};
  const isOther = (name: string | undefined): boolean => name !== undefined && actionIn(name) !== path.action;
  const errors = [
    ...(orderId !== undefined && orderId !== path.orderId ? [{ pointer: '#/orderId', message: NOT_THE_ORDER }] : []),
    ...(isOther(action) ? [{ pointer: '#/action', message: NOT_THE_ACTION }] : []),
    ...(isOther(type) ? [{ pointer: '#/type', message: NOT_THE_ACTION }] : []),
  ];
  if (errors.length > 0) return { ...NOT_FOR_THIS, errors };
  const isBound = orderId !== undefined && (action ?? type) !== undefined;
  return signed && !isBound ? UNBOUND : undefined;
};

/** Types of webhooks have a subject: `order.shipped`. */
const actionIn = (name: string): string => name.replace(/^order\./, '');

const NOT_THE_ORDER = 'is not the order in the path';
const NOT_THE_ACTION = 'is not what the path reports';

const NOT_FOR_THIS: Problem = {
  status: 422,
  code: 'CALLBACK_NOT_FOR_THIS',
  detail: 'The body is about another order or another action than the path.',
};

const UNBOUND: Problem = {
  status: 422,
  code: 'CALLBACK_UNBOUND',
  detail: 'A signed callback names its order and its action in the body: {"orderId": "ord_…", "action": "packed"}.',
};
