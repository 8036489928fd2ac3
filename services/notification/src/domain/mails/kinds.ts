/** The mails we send, at most one of each kind for an order, or for each of its parcels. */
export const MAIL_KINDS = [
  'placed',
  'confirmed',
  'rejected',
  'packed',
  'shipped',
  'delivered',
  'cancelled',
  'invoice',
] as const;

export type MailKind = (typeof MAIL_KINDS)[number];
