import { TimelineChangedByStaff } from '@orderwire/events-schema/timeline';
import type { StaffChanges } from '@orderwire/store/staff-changes';

/** What the audit list shows of what staff close. Their note is the reason. */
export const staffChanges: StaffChanges = { event: TimelineChangedByStaff, shown: { attentionState: 'whole' } };
