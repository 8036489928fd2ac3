import { EFFECTS, takes } from '../watch/effects.ts';
import { isRefused } from '../watch/refusals.ts';
import type { Accounting } from '../watch/accounting.ts';
import type { World } from '../world/world.ts';
import { parkedPayments } from './queues.ts';

export type Settled = Pick<Accounting, 'hasSettled' | 'look'>;

/**
 * Everything that was published has reached everybody who waits for it, and what came of it is still there; or it is parked,
 * where the provider of payments refuses it for ever.
 */
export const checkAccounting = (world: World, { hasSettled, look }: Settled): void => {
  const { checks, ledger } = world;
  const parked = parkedPayments(world);
  const services = Object.entries(EFFECTS);
  for (const event of ledger.published.values()) {
    const { id, type, subject } = event;
    for (const [service, effects] of services) {
      const effect = effects[type];
      if (effect === undefined || !takes(service, event)) continue;
      if (service === 'payments' && parked.has(id) && isRefused(event, look)) continue;
      checks.that('12-accounting', hasSettled(service, id), () => `${service} never took ${type} ${id}`, subject);
      checks.that('12-accounting', effect(event, look), () => `${service} has lost ${type} ${id}`, subject);
    }
  }
};
