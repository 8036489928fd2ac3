import { EFFECTS, takes } from '../watch/effects.ts';
import type { Accounting } from '../watch/accounting.ts';
import type { World } from '../world/world.ts';

export type Settled = Pick<Accounting, 'hasSettled' | 'look'>;

/** Everything that was published has reached everybody who waits for it, and what came of it is still there. */
export const checkAccounting = ({ checks, ledger }: World, { hasSettled, look }: Settled): void => {
  const services = Object.entries(EFFECTS);
  for (const event of ledger.published.values()) {
    const { id, type, subject } = event;
    for (const [service, effects] of services) {
      const effect = effects[type];
      if (effect === undefined || !takes(service, event)) continue;
      checks.that('12-accounting', hasSettled(service, id), () => `${service} never took ${type} ${id}`, subject);
      checks.that('12-accounting', effect(event, look), () => `${service} has lost ${type} ${id}`, subject);
    }
  }
};
