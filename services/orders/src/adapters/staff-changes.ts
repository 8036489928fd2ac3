import { OrdersChangedByStaff } from '@orderwire/events-schema/orders';
import type { StaffChanges } from '@orderwire/store/staff-changes';

/** What the audit list shows of orders, and of discount codes. Who gets the goods and what customers wrote is not in it. */
export const staffChanges: StaffChanges = {
  event: OrdersChangedByStaff,
  shown: {
    status: 'whole',
    review: ({ reasons, isApproved }: { readonly reasons: unknown; readonly isApproved?: boolean }) => ({
      reasons,
      ...(isApproved !== undefined && { isApproved }),
    }),
    rejection: ({ reason }: { readonly reason: string }) => ({ reason }),
    cancellation: ({ by }: { readonly by: string }) => ({ by }),
    off: 'whole',
    category: 'whole',
    from: 'whole',
    until: 'whole',
    limit: 'whole',
    closedAt: 'whole',
  },
};
