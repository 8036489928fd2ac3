import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '@orderwire/kernel/clock';
import { invariant } from '@orderwire/kernel/invariant';

const FRESH_FOR_MS = 60_000;
const REFRESH_AT_MOST_EVERY_MS = 10_000;

/** A secret's text, read at most once a minute. */
export interface CachedSecret {
  readonly read: () => Promise<string>;
  /**
   * Reads again because what the caller holds did not fit (a key rotated just now); at most every ten seconds, so that
   * wrong keys cannot be used to drive up the bill. False when it was too early to ask.
   * @throws what the last question threw, also when it is too early to ask again: then nobody knows what fits
   */
  readonly refresh: () => Promise<boolean>;
}

/** @throws whatever Secrets Manager throws, unless an older value is at hand: a partner is not locked out by an outage */
export const makeCachedSecret = (deps: {
  readonly secretsManager: Pick<SecretsManagerClient, 'send'>;
  readonly secretId: string;
  readonly clock: Clock;
}): CachedSecret => {
  let text: string | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;
  let failure: { readonly error: unknown } | undefined;

  const ask = async (): Promise<string> => {
    const answer = await deps.secretsManager.send(new GetSecretValueCommand({ SecretId: deps.secretId }));
    invariant(answer.SecretString !== undefined, 'Our secrets are text.');
    return answer.SecretString;
  };

  const load = async (): Promise<string> => {
    askedAt = deps.clock();
    try {
      text = await ask();
    } catch (error) {
      failure = { error };
      throw error;
    }
    failure = undefined;
    readAt = askedAt;
    return text;
  };

  return {
    read: async () => {
      if (text !== undefined && deps.clock() - readAt < FRESH_FOR_MS) return text;
      if (text === undefined) return load();
      const stale = text;
      if (deps.clock() - askedAt < REFRESH_AT_MOST_EVERY_MS) return stale;
      return load().catch(() => stale);
    },
    refresh: async () => {
      if (deps.clock() - askedAt >= REFRESH_AT_MOST_EVERY_MS) {
        await load();
        return true;
      }
      if (failure) throw failure.error;
      return false;
    },
  };
};
