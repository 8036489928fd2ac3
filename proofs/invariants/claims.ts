/** What this platform promises, by the numbers of the design's list. Simulation and kills count their checks under these. */
export const INVARIANTS = {
  '01-acknowledged': 'An acknowledged order exists; one whose client saw a time-out exists whole or not at all.',
  '02-rest': 'After healing every order rests in one final state or visibly waits for a partner; a final state stays.',
  '03-versions': 'Versions run 1..n without gap, every step is legal, each names one cause, no cause is used twice.',
  '04-publication':
    'First publications come in version order, none missing; an event’s id and content belong together.',
  '05-invoices':
    'One invoice per shipment, one credit note per refund, numbers 1..N without gap, the buyer and never the recipient.',
  '06-stock':
    'On hand + shipped = received + restocked, reserved = the lines of live reservations, nothing below zero.',
  '07-mails': 'One mail per order and kind but for a declared crash window; each due mail is sent, to its owner.',
  '08-callbacks': 'A callback answered 2xx is reflected exactly once; one answered 4xx changes nothing.',
  '09-idempotency': 'One key: same body, same answer, one order; another body 422; at once, one winner.',
  '10-money':
    'Shipped = captured = invoiced, given back = refunded = credited, as the provider’s ledger says; all adds up, in whole numbers.',
  '11-privacy': 'Nothing of one customer reaches another, in answers, links, mails or logs.',
  '12-accounting': 'No event vanishes: what reached a consumer is applied, known, stale or parked.',
  '13-replay': 'Redrive, replay and a rewind change nothing after quiescence: same state, no mail, no webhook.',
  '14-keys':
    'Only keys within their dates open, a signature only what it names; a rotation refuses no valid key, none is logged.',
  '15-bounds': 'Attempts, queue age and dead letters stay bounded; one poison order delays no other.',
  '16-restart': 'After a crash and restart: the acknowledged effects, plus at most those in flight.',
  '17-cancelled': 'A cancelled order never ships by our word: no courier webhook after the cancellation is known.',
  '18-prices':
    'An order has the items that it names, at prices that they had; no copy goes backwards, and at rest each says what was said last.',
  '19-attention': 'What needs a person is in the list once, open until somebody closes it, and closed for ever then.',
  '20-discounts':
    'As many orders hold a discount code as its uses say, and never more than its limit; its terms decide what it takes off.',
  '21-returns':
    'A return is of what was shipped and not given back, is decided once, takes in no more than was approved, and pays it back.',
  '22-audit':
    'What staff wrote is in the audit list once, by whom and as it was; nothing else is, and nothing personal.',
  '23-erasure':
    'Nothing personal of an erased customer is in any row, but of what is under way, was issued, or expires within days.',
} as const;

export type InvariantId = keyof typeof INVARIANTS;

/** Counts a check under its claim, and notes it when it fails. */
export interface Checks {
  /** @param detail is asked for only when the check failed */
  readonly that: (invariant: InvariantId, holds: boolean, detail: () => string, orderId?: string) => void;
}
