import type { Accounting } from '../watch/accounting.ts';
import { EFFECTS } from '../watch/effects.ts';
import type { World } from '../world/world.ts';

/** Everything that was published has reached everybody who waits for it. */
export const checkAccounting = ({ checks, ledger }: World, { hasSettled }: Pick<Accounting, 'hasSettled'>): void => {
  const services = Object.entries(EFFECTS);
  for (const { id, type, subject } of ledger.published.values())
    for (const [service, effects] of services)
      if (effects[type] !== undefined)
        checks.that('12-accounting', hasSettled(service, id), () => `${service} never took ${type} ${id}`, subject);
};
