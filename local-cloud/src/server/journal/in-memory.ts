import { makeEngine } from '../../engine/engine.ts';
import { makeLocalPartners } from '../partners/local.ts';
import type { Storage, StorageOptions } from './storage.ts';

/** Everything ends with the process. */
export const keepInMemory = ({ wishes, onReceived, newSigningKey, now }: StorageOptions): Storage => {
  const signingKey = newSigningKey();
  const engine = makeEngine({ ...wishes, environment: { now, random: Math.random }, signingKey });
  return {
    engine,
    partners: makeLocalPartners({ model: wishes.model, engine, now, onReceived }),
    signingKey,
    durable: () => Promise.resolve(),
    beforeInvoke: () => Promise.resolve(),
    restored: undefined,
    stop: () => Promise.resolve(),
  };
};
