import type { Refusal } from './route.ts';

/** Says the same of another customer's order as of one that does not exist. */
export const ORDER_NOT_FOUND: Refusal = { status: 404, detail: 'There is no such order.' };

/** For lists that are read page by page. */
export const CURSOR_INVALID: Refusal = {
  status: 400,
  detail: 'This cursor is not one that this list has given out.',
  errors: [{ pointer: 'cursor', message: 'is not valid' }],
};

/** What every route may answer without naming it: it follows from its callers, its body, its query. */
export const IMPLIED = {
  UNAUTHENTICATED: {
    status: 401,
    detail: 'Send the access token of a signed-in user: Authorization: Bearer <token>.',
  },
  STAFF_ONLY: { status: 403, detail: 'This is for staff who have the right to it.' },
  INTERNAL: {
    status: 500,
    detail: 'Something failed on our side. Try again, with the same Idempotency-Key when you place an order.',
  },
  BUSY: {
    status: 503,
    detail: 'We are asked too much just now. Try again in a moment.',
    headers: { 'retry-after': '1' },
  },
} as const satisfies Readonly<Record<string, Refusal>>;
