import { CustomersChangedByStaff } from '@orderwire/events-schema/customers';
import type { StaffChanges } from '@orderwire/store/staff-changes';

/** What the audit list shows of what staff change here. Nearly all of a profile is personal: of that only which fields changed is told. */
export const staffChanges: StaffChanges = {
  event: CustomersChangedByStaff,
  shown: {
    language: 'whole',
    erasedAt: 'whole',
  },
};
