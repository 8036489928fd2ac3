import type { ShortLine } from '@orderwire/events-schema/common';
import type { DataOf } from '@orderwire/events-schema/envelope';
import type * as orders from '@orderwire/events-schema/orders';
import { writtenDay } from '@orderwire/kernel/written';
import { billed, counted } from './bill.ts';
import type { About, InLanguages, MailContent, Row } from './content.ts';

/** An event as the data of a mail. */
type Of<Type extends keyof typeof orders> = DataOf<(typeof orders)[Type]>;

/** What a mail says whatever the order is; its subject names the order. */
interface Words {
  readonly subject: (order: string) => string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

const worded = <Of extends Words>(words: InLanguages<Of>, { order, language }: About) => {
  const { subject, ...rest } = words[language];
  return { ...rest, subject: subject(order) };
};

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

export const confirmed = (
  order: Pick<Of<'OrderConfirmed'>, 'lines' | 'charges' | 'discountCode'>,
  about: About,
): MailContent => ({
  ...worded(CONFIRMED, about),
  ...billed(order.lines, order.charges, about, order.discountCode),
  deliverTo: about.deliverTo,
});

type Reason = Of<'OrderRejected'>['reason'];

const REJECTED: InLanguages<
  Omit<Words, 'paragraphs'> & {
    readonly paragraphs: (why: string) => readonly string[];
    readonly reasons: Readonly<Record<Reason, string>>;
    readonly shortage: (line: ShortLine) => string;
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
  },
};

export const rejected = ({ reason, short = [] }: Of<'OrderRejected'>, { order, language }: About): MailContent => {
  const { subject, heading, paragraphs, reasons, shortage } = REJECTED[language];
  return {
    subject: subject(order),
    heading,
    paragraphs: paragraphs(reasons[reason]),
    facts: short.map((line): Row => [line.itemId, shortage(line)]),
  };
};

const PACKED: InLanguages<Words> = {
  en: {
    subject: (order) => `Your order ${order} is packed`,
    heading: 'Your order is packed',
    paragraphs: ['It is waiting for the courier to pick it up.'],
  },
  de: {
    subject: (order) => `Ihre Bestellung ${order} ist gepackt`,
    heading: 'Ihre Bestellung ist gepackt',
    paragraphs: ['Sie liegt für den Zustelldienst zur Abholung bereit.'],
  },
};

export const packed = (
  { lines, recipient }: Pick<Of<'OrderPacked'>, 'lines' | 'recipient'>,
  about: About,
): MailContent => ({ ...worded(PACKED, about), rows: counted(lines), deliverTo: recipient });

const SHIPPED: InLanguages<Words & { readonly carrier: string; readonly trackingNumber: string }> = {
  en: {
    subject: (order) => `Your order ${order} is on its way`,
    heading: 'Your order is on its way',
    paragraphs: [
      'The courier has picked it up. Your payment is charged now; the invoice follows in a mail of its own.',
    ],
    carrier: 'Carrier',
    trackingNumber: 'Tracking number',
  },
  de: {
    subject: (order) => `Ihre Bestellung ${order} ist unterwegs`,
    heading: 'Ihre Bestellung ist unterwegs',
    paragraphs: [
      'Der Zustelldienst hat sie abgeholt. Ihre Zahlung wird jetzt abgebucht; die Rechnung folgt in einer eigenen E-Mail.',
    ],
    carrier: 'Zustelldienst',
    trackingNumber: 'Sendungsnummer',
  },
};

export const shipped = (
  { carrier, trackingNumber, lines }: Pick<Of<'OrderShipped'>, 'carrier' | 'trackingNumber' | 'lines'>,
  about: About,
): MailContent => {
  const { carrier: by, trackingNumber: under, ...words } = worded(SHIPPED, about);
  return {
    ...words,
    rows: counted(lines),
    facts: [
      ...(carrier === undefined ? [] : [[by, carrier] as const]),
      ...(trackingNumber === undefined ? [] : [[under, trackingNumber] as const]),
    ],
    deliverTo: about.deliverTo,
  };
};

const DELIVERED: InLanguages<
  Words & { readonly deliveredAt: string; readonly moment: (day: string, time: string) => string }
> = {
  en: {
    subject: (order) => `Your order ${order} was delivered`,
    heading: 'Your order was delivered',
    paragraphs: ['We hope you like it. If something is wrong with it, just answer this mail.'],
    deliveredAt: 'Delivered',
    moment: (day, time) => `${day}, ${time}`,
  },
  de: {
    subject: (order) => `Ihre Bestellung ${order} wurde zugestellt`,
    heading: 'Ihre Bestellung wurde zugestellt',
    paragraphs: [
      'Wir wünschen Ihnen viel Freude damit. Wenn etwas nicht in Ordnung ist, antworten Sie einfach auf diese E-Mail.',
    ],
    deliveredAt: 'Zugestellt',
    moment: (day, time) => `${day}, ${time} Uhr`,
  },
};

export const delivered = ({ deliveredAt }: Of<'OrderDelivered'>, about: About): MailContent => {
  const { deliveredAt: label, moment, ...words } = worded(DELIVERED, about);
  const at = Date.parse(deliveredAt);
  const { dayOf, timeOf } = about.shopTime;
  return {
    ...words,
    facts: [[label, moment(writtenDay(dayOf(at), about.language), timeOf(at))]],
    deliverTo: about.deliverTo,
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
  const isSaid = reason !== undefined && reason.trim() !== '';
  return {
    subject: subject(order),
    heading,
    paragraphs: [words.by[by], ...(isSaid ? [words.reason(reason)] : []), words.after],
    rows: counted(lines),
  };
};
