const MIN_LENGTH = 12;

/** Rule → what breaks it. The same policy as the user pool's in resources.yml. */
const FAULTS: readonly (readonly [string, (password: string) => boolean])[] = [
  [`has at least ${MIN_LENGTH} characters`, (password) => password.length < MIN_LENGTH],
  ['has an upper-case letter', (password) => !/[A-Z]/.test(password)],
  ['has a lower-case letter', (password) => !/[a-z]/.test(password)],
  ['has a digit', (password) => !/[0-9]/.test(password)],
  ['begins and ends without a space', (password) => password.trim() !== password],
];

/**
 * The rules that a password breaks. They are checked before the user pool is asked: a weak password for an address that
 * has an account must be answered like one for an address that has none.
 */
export const passwordFaults = (password: string): readonly string[] =>
  FAULTS.filter(([, isBroken]) => isBroken(password)).map(([rule]) => rule);
