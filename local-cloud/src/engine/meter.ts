import type { BillableUnit, Meter } from './contract.ts';

/** Service → unit → amount: everything a meter knows, as plain data. */
export type MeterState = Record<string, Partial<Record<BillableUnit, number>>>;

/** Counts what AWS would bill. Amounts are AWS's own units, already rounded by the caller. */
export const makeMeter = (state: MeterState = {}): Meter => ({
  count: (unit, amount, service) => {
    const units = (state[service] ??= {});
    units[unit] = (units[unit] ?? 0) + amount;
  },
  totals: () => structuredClone(state),
  reset: () => {
    for (const service of Object.keys(state)) Reflect.deleteProperty(state, service);
  },
});
