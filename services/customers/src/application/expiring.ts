/**
 * Where something of a customer who was erased stays for a while, and for how many days at most. It is deleted there by its age,
 * which nobody has to remember. docs/data-map.md says what each holds; `npm run erase -- --rehearse` finds them all.
 */
export const EXPIRING = [
  { store: 'streams of tables', days: 1 },
  { store: 'idempotency keys', days: 1 },
  { store: 'contacts for the last mails', days: 3 },
  { store: 'drafts of invoices', days: 3 },
  { store: 'queues', days: 4 },
  { store: 'dead letters', days: 14 },
  { store: 'archive of events', days: 30 },
  { store: 'logs', days: 30 },
  { store: 'backups of tables', days: 35 },
  // Eight years from the end of the year: § 14b UStG, § 147 AO.
  { store: 'issued documents', days: 3_288 },
] as const;
