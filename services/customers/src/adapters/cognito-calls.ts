import { nameOf } from '@orderwire/kernel/errors';
import { ok, refuse, type Result } from '@orderwire/kernel/result';

/** The name of an error of Cognito → what it means to the caller. */
export type Meanings<Refusal> = Readonly<Record<string, Refusal | 'nothing'>>;

/** Somebody asks too often, or guesses. */
export const TOO_MANY = {
  LimitExceededException: 'TOO_MANY_ATTEMPTS',
  TooManyFailedAttemptsException: 'TOO_MANY_ATTEMPTS',
} as const;

/**
 * Makes one call. Cognito's messages may quote what the caller sent: they go no further than here.
 * @returns undefined as the value where the error means nothing
 * @throws Error with the name of Cognito's own where `meanings` has none for it
 */
export const ask = async <T, Refusal = never>(
  meanings: Meanings<Refusal>,
  call: () => Promise<T>,
): Promise<Result<T | undefined, Refusal>> => {
  try {
    return ok(await call());
  } catch (error) {
    const name = nameOf(error);
    const meaning = meanings[name];
    if (meaning === 'nothing') return ok(undefined);
    if (meaning !== undefined) return refuse(meaning);
    throw Object.assign(new Error('The user pool failed.'), { name });
  }
};

/** The same, for calls whose answer nobody needs. */
export const tell = async <Refusal = never>(
  meanings: Meanings<Refusal>,
  call: () => Promise<unknown>,
): Promise<Result<undefined, Refusal>> => {
  const told = await ask(meanings, call);
  return told.ok ? ok(undefined) : told;
};
