import type { Refusal } from '@orderwire/http/route';

/** The user pool refuses callers that ask too often. */
export const TOO_MANY_ATTEMPTS: Refusal = {
  status: 429,
  detail: 'Too many attempts. Try again later.',
  headers: { 'retry-after': '60' },
};

/** Says the same of another customer's profile as of one that does not exist. */
export const CUSTOMER_NOT_FOUND: Refusal = { status: 404, detail: 'There is no such customer.' };

/** Somebody holds tokens that `POST /signin` did not give out. */
export const PROFILE_MISSING: Refusal = {
  status: 404,
  detail: 'There is no profile yet. Sign in once with POST /signin.',
};

export const PASSWORD_TOO_WEAK: Refusal = { status: 422, detail: 'The password is too weak.' };

export const PASSWORD_WRONG: Refusal = {
  status: 422,
  detail: 'This is not the password of this account.',
};

/** The same for an unknown address: nothing tells who has an account. */
export const CODE_INVALID: Refusal = {
  status: 422,
  detail: 'This code does not fit this address, or it has expired.',
};

export const CODE_NOT_SENT: Refusal = {
  status: 503,
  detail: 'The code could not be sent just now. Try again in a moment.',
  headers: { 'retry-after': '10' },
};

export const EMAIL_REFUSED: Refusal = {
  status: 422,
  detail: 'This address or name cannot be used.',
  errors: [{ pointer: '#/email', message: 'cannot be used' }],
};

/** The token was good when it was given out; since then its user has signed out or is gone. */
export const SESSION_ENDED: Refusal = { status: 401, detail: 'This sign-in has ended. Sign in again.' };

export const VAT_ID_INVALID: Refusal = { status: 422, detail: 'The VAT id does not check.' };

/** The rules that a password breaks, each at the field where it stands. */
export const weakAt = (pointer: string, faults: readonly string[] = []) =>
  faults.length > 0 ? { errors: faults.map((message) => ({ pointer, message })) } : {};
