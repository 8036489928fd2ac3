import { InventoryChangedByStaff } from '@orderwire/events-schema/inventory';
import type { StaffChanges } from '@orderwire/store/staff-changes';

/** What the audit list shows of what staff count and take in. */
export const staffChanges: StaffChanges = {
  event: InventoryChangedByStaff,
  shown: { onHand: 'whole', reserved: 'whole', available: 'whole', lowAt: 'whole' },
};
