import type { ShortLine } from '@orderwire/events-schema/common';
import type { DataOf } from '@orderwire/events-schema/envelope';
import type * as orders from '@orderwire/events-schema/orders';
import { writtenDay } from '@orderwire/kernel/written';
import { formatMoney } from '@orderwire/money/money';
import { billed, counted } from './bill.ts';
import type { About, InLanguages, MailContent, Row } from './content.ts';
import { type Words, worded } from './words.ts';

/** An event as the data of a mail. */
type Of<Type extends keyof typeof orders> = DataOf<(typeof orders)[Type]>;

const PLACED: InLanguages<Words> = {
  en: {
    subject: (order) => `We have received your order ${order}`,
    heading: 'We have received your order',
    paragraphs: [
      'Thank you. We are checking stock and payment now and will write again as soon as the order is confirmed.',
    ],
  },
  de: {
    subject: (order) => `Wir haben Ihre Bestellung ${order} erhalten`,
    heading: 'Wir haben Ihre Bestellung erhalten',
    paragraphs: [
      'Vielen Dank. Wir prüfen jetzt Lagerbestand und Zahlung und melden uns wieder, sobald die Bestellung bestätigt ist.',
    ],
  },
};

export const placed = (
  order: Pick<Of<'OrderPlaced'>, 'lines' | 'charges' | 'discountCode' | 'recipient'>,
  about: About,
): MailContent => ({
  ...worded(PLACED, about),
  ...billed(order.lines, order.charges, about, order.discountCode),
  deliverTo: order.recipient,
});

const CONFIRMED: InLanguages<Words> = {
  en: {
    subject: (order) => `Your order ${order} is confirmed`,
    heading: 'Your order is confirmed',
    paragraphs: [
      'Everything is in stock and reserved for you, and the payment is authorised. Nothing is charged before the order ships.',
    ],
  },
  de: {
    subject: (order) => `Ihre Bestellung ${order} ist bestätigt`,
    heading: 'Ihre Bestellung ist bestätigt',
    paragraphs: [
      'Alle Artikel sind auf Lager und für Sie reserviert, und die Zahlung ist autorisiert. Abgebucht wird erst, wenn die Bestellung versandt wird.',
    ],
  },
};

const DELIVER_BY: InLanguages<string> = { en: 'Delivery by', de: 'Lieferung bis' };

/** A day is what a customer reads of a promise, also of one that is kept within hours. */
const promised = (deliverBy: string, { language, shopTime: { dayOf } }: About): Row => [
  DELIVER_BY[language],
  writtenDay(dayOf(Date.parse(deliverBy)), language),
];

export const confirmed = (
  order: Pick<Of<'OrderConfirmed'>, 'lines' | 'charges' | 'discountCode' | 'deliverBy'>,
  about: About,
): MailContent => ({
  ...worded(CONFIRMED, about),
  ...billed(order.lines, order.charges, about, order.discountCode),
  facts: order.deliverBy === undefined ? [] : [promised(order.deliverBy, about)],
  deliverTo: about.deliverTo,
});

type Reason = Of<'OrderRejected'>['reason'];

const REJECTED: InLanguages<
  Omit<Words, 'paragraphs'> & {
    readonly paragraphs: (why: string) => readonly string[];
    readonly reasons: Readonly<Record<Reason, string>>;
    readonly shortage: (line: ShortLine) => string;
    readonly note: (text: string) => string;
  }
> = {
  en: {
    subject: (order) => `We cannot fulfil your order ${order}`,
    heading: 'We cannot fulfil your order',
    paragraphs: (why) => ['We are sorry.', why, 'You have not been charged.'],
    reasons: {
      out_of_stock: 'Something you ordered is no longer available in the number you wanted.',
      payment_declined: 'The payment was declined. You are welcome to order again with another way to pay.',
      timed_out: 'We could not confirm stock and payment in time. You are welcome to order again.',
      rejected_by_staff: 'We have looked at your order and cannot accept it.',
    },
    shortage: ({ requested, available }) => `${requested} ordered, ${available} available`,
    note: (text) => `What we have to say to it: ${text}`,
  },
  de: {
    subject: (order) => `Wir können Ihre Bestellung ${order} nicht ausführen`,
    heading: 'Wir können Ihre Bestellung nicht ausführen',
    paragraphs: (why) => ['Das tut uns leid.', why, 'Es wurde nichts abgebucht.'],
    reasons: {
      out_of_stock: 'Ein bestellter Artikel ist nicht mehr in der gewünschten Menge verfügbar.',
      payment_declined:
        'Die Zahlung wurde abgelehnt. Sie können gern mit einer anderen Zahlungsart noch einmal bestellen.',
      timed_out:
        'Wir konnten Lagerbestand und Zahlung nicht rechtzeitig bestätigen. Sie können gern noch einmal bestellen.',
      rejected_by_staff: 'Wir haben Ihre Bestellung geprüft und können sie nicht annehmen.',
    },
    shortage: ({ requested, available }) => `${requested} bestellt, ${available} verfügbar`,
    note: (text) => `Unsere Anmerkung dazu: ${text}`,
  },
};

export const rejected = (
  { reason, short = [], note }: Of<'OrderRejected'>,
  { order, language }: About,
): MailContent => {
  const { subject, heading, paragraphs, reasons, shortage, ...words } = REJECTED[language];
  return {
    subject: subject(order),
    heading,
    paragraphs: [...paragraphs(reasons[reason]), ...(note === undefined ? [] : [words.note(note)])],
    facts: short.map((line): Row => [line.itemId, shortage(line)]),
  };
};

const PACKED: InLanguages<
  Words & {
    readonly short: string;
    readonly missing: (ordered: number, picked: number) => string;
    readonly total: string;
  }
> = {
  en: {
    subject: (order) => `Your order ${order} is packed`,
    heading: 'Your order is packed',
    paragraphs: ['It is waiting for the courier to pick it up.'],
    short: 'We are sorry: not all of it could be found in our warehouse. What is missing is not charged.',
    missing: (ordered, picked) => `${ordered} ordered, ${picked} packed`,
    total: 'The order now costs',
  },
  de: {
    subject: (order) => `Ihre Bestellung ${order} ist gepackt`,
    heading: 'Ihre Bestellung ist gepackt',
    paragraphs: ['Sie liegt für den Zustelldienst zur Abholung bereit.'],
    short: 'Leider war in unserem Lager nicht alles davon zu finden. Was fehlt, wird nicht abgebucht.',
    missing: (ordered, picked) => `${ordered} bestellt, ${picked} gepackt`,
    total: 'Die Bestellung kostet jetzt',
  },
};

/** With what could not be found, if that is so: a customer who pays less hears of it once, here. */
export const packed = (
  { lines, recipient, short = [], charges }: Pick<Of<'OrderPacked'>, 'lines' | 'recipient' | 'short' | 'charges'>,
  about: About,
): MailContent => {
  const { short: sorry, missing, total, paragraphs, ...words } = worded(PACKED, about);
  return {
    ...words,
    paragraphs: [...paragraphs, ...(short.length > 0 ? [sorry] : [])],
    rows: counted(lines),
    facts: [
      ...short.map(({ itemId, title, ordered, picked }): Row => [
        title ?? lines.find((line) => line.itemId === itemId)?.title ?? itemId,
        missing(ordered, picked),
      ]),
      ...(charges ? [[total, formatMoney(charges.total, charges.currency, about.language)] as const] : []),
    ],
    deliverTo: recipient,
  };
};

const CANCELLED: InLanguages<
  Omit<Words, 'paragraphs'> & {
    readonly by: Readonly<Record<Of<'OrderCancelled'>['by'], string>>;
    readonly reason: (text: string) => string;
    readonly after: string;
  }
> = {
  en: {
    subject: (order) => `Your order ${order} is cancelled`,
    heading: 'Your order is cancelled',
    by: {
      customer: 'As you asked, we have cancelled your order.',
      staff: 'We had to cancel your order.',
      system: 'We had to cancel your order: nothing of it could be found in our warehouse.',
    },
    reason: (text) => `Reason: ${text}`,
    after: 'It will not be shipped. What was authorised on your payment is released; you have not been charged.',
  },
  de: {
    subject: (order) => `Ihre Bestellung ${order} ist storniert`,
    heading: 'Ihre Bestellung ist storniert',
    by: {
      customer: 'Wie gewünscht haben wir Ihre Bestellung storniert.',
      staff: 'Wir mussten Ihre Bestellung leider stornieren.',
      system: 'Wir mussten Ihre Bestellung leider stornieren: In unserem Lager war nichts davon zu finden.',
    },
    reason: (text) => `Grund: ${text}`,
    after: 'Sie wird nicht versandt. Der autorisierte Betrag wird wieder freigegeben; es wurde nichts abgebucht.',
  },
};

export const cancelled = (
  { by, reason, lines }: Pick<Of<'OrderCancelled'>, 'by' | 'reason' | 'lines'>,
  { order, language }: About,
): MailContent => {
  const { subject, heading, ...words } = CANCELLED[language];
  // The system's own reason is a code, and in the sentence already.
  const isSaid = by !== 'system' && reason !== undefined && reason.trim() !== '';
  return {
    subject: subject(order),
    heading,
    paragraphs: [words.by[by], ...(isSaid ? [words.reason(reason)] : []), words.after],
    rows: counted(lines),
  };
};
