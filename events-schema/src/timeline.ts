import { defineAudit } from './audit.ts';

/** Staff have closed what needed attention. */
export const TimelineChangedByStaff = defineAudit('TimelineChangedByStaff', 'orderwire.timeline');
