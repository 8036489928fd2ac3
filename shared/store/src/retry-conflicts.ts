import { isConflict } from './dynamo-errors.ts';

/**
 * Makes the call again at once while it meets conflicts, `attempts` times at most; then the conflict is thrown and the
 * caller's queue or client retries with a pause. The SDK itself does not retry conflicts of transactions.
 */
export const retryConflicts = async <T>(call: () => Promise<T>, attempts = 4): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts || !isConflict(error)) throw error;
    }
  }
};
