import type { Refusal } from '@orderwire/http/route';

/** The user pool refuses callers that ask too often. */
export const TOO_MANY_ATTEMPTS: Refusal = {
  status: 429,
  detail: 'Too many attempts. Try again later.',
  headers: { 'retry-after': '60' },
};
