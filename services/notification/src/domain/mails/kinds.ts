/** The mails we send, at most one of each kind for an order, or for each of what there may be several of: parcels, refunds … */
export const MAIL_KINDS = [
  'placed',
  'confirmed',
  'rejected',
  'packed',
  'shipped',
  'delivered',
  'delivery_failed',
  'returned',
  'cancelled',
  'invoice',
  'return_requested',
  'return_approved',
  'return_rejected',
  'refunded',
] as const;

export type MailKind = (typeof MAIL_KINDS)[number];
