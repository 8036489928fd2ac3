import type { Problem } from '@orderwire/http/problem';
import type { UserRefusal } from '../../application/ports.ts';

/** Every refusal of the user pool as an answer. None tells whether an address has an account. */
const PROBLEMS: Readonly<Record<UserRefusal, Omit<Problem, 'code'>>> = {
  CODE_INVALID: { status: 422, detail: 'This code does not fit this address, or it has expired.' },
  CODE_NOT_SENT: { status: 503, detail: 'The code could not be sent just now. Try again in a moment.' },
  CREDENTIALS_WRONG: { status: 401, detail: 'The address or the password is wrong.' },
  EMAIL_REFUSED: {
    status: 422,
    detail: 'This address or name cannot be used.',
    errors: [{ pointer: '#/email', message: 'cannot be used' }],
  },
  PASSWORD_RESET_REQUIRED: { status: 403, detail: 'The password has to be reset before signing in.' },
  PASSWORD_TOO_WEAK: { status: 422, detail: 'The password is too weak.' },
  SIGN_IN_UNFINISHED: { status: 403, detail: 'A temporary password has to be replaced before signing in here.' },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    detail: 'Too many attempts. Try again later.',
    headers: { 'retry-after': '60' },
  },
  USER_NOT_CONFIRMED: { status: 403, detail: 'Confirm the address first, with the code from the mail.' },
};

/** @param faults the rules that the password breaks */
export const problemOf = (code: UserRefusal, faults: readonly string[] = []): { readonly problem: Problem } => ({
  problem: {
    ...PROBLEMS[code],
    code,
    ...(faults.length > 0 && { errors: faults.map((message) => ({ pointer: '#/password', message })) }),
  },
});
