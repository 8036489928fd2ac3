import { ReturnsChangedByStaff } from '@orderwire/events-schema/returns';
import type { StaffChanges } from '@orderwire/store/staff-changes';

interface StoredReturn {
  readonly returnId: string;
  readonly status: string;
  readonly lines: unknown;
}

/** What the audit list shows of an order's returns. What customers wrote is not in it. */
export const staffChanges: StaffChanges = {
  event: ReturnsChangedByStaff,
  shown: {
    returns: (returns: readonly StoredReturn[]) =>
      returns.map(({ returnId, status, lines }) => ({ returnId, status, lines })),
  },
};
