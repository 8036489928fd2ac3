import type { DataOf } from '@orderwire/events-schema/envelope';
import type * as orders from '@orderwire/events-schema/orders';
import { writtenDay } from '@orderwire/kernel/written';
import { counted } from './bill.ts';
import type { About, InLanguages, MailContent } from './content.ts';
import { type Words, worded } from './words.ts';

/** An event as the data of a mail. */
type Of<Type extends keyof typeof orders> = DataOf<(typeof orders)[Type]>;

const MOMENT: InLanguages<(day: string, time: string) => string> = {
  en: (day, time) => `${day}, ${time}`,
  de: (day, time) => `${day}, ${time} Uhr`,
};

const momentOf = (instant: string, { language, shopTime: { dayOf, timeOf } }: About): string => {
  const at = Date.parse(instant);
  return MOMENT[language](writtenDay(dayOf(at), language), timeOf(at));
};

/** What is said of the order, or of one of its parcels. */
interface ParcelWords extends Pick<Words, 'paragraphs'> {
  /** The rest of the sentence that begins with the order or the parcel. */
  readonly happened: string;
}

const SUBJECTS: InLanguages<{ readonly whole: string; readonly part: string }> = {
  en: { whole: 'Your order', part: 'A parcel of your order' },
  de: { whole: 'Ihre Bestellung', part: 'Ein Paket Ihrer Bestellung' },
};

/** @param isAll whether the parcel is all of the order */
const wordedFor = <Of extends ParcelWords>(words: InLanguages<Of>, { order, language }: About, isAll: boolean) => {
  const { happened, ...rest } = words[language];
  const what = SUBJECTS[language][isAll ? 'whole' : 'part'];
  return { ...rest, subject: `${what} ${order} ${happened}`, heading: `${what} ${happened}` };
};

const SHIPPED: InLanguages<ParcelWords & { readonly carrier: string; readonly trackingNumber: string }> = {
  en: {
    happened: 'is on its way',
    paragraphs: [
      'The courier has picked it up. Your payment is charged now; the invoice follows in a mail of its own.',
    ],
    carrier: 'Carrier',
    trackingNumber: 'Tracking number',
  },
  de: {
    happened: 'ist unterwegs',
    paragraphs: [
      'Der Zustelldienst hat die Ware abgeholt. Ihre Zahlung wird jetzt abgebucht; die Rechnung folgt in einer eigenen E-Mail.',
    ],
    carrier: 'Zustelldienst',
    trackingNumber: 'Sendungsnummer',
  },
};

type Shipped = Pick<Of<'OrderShipped'>, 'carrier' | 'trackingNumber' | 'lines' | 'position' | 'isLast'>;

export const shipped = (
  { carrier, trackingNumber, lines, position = 1, isLast = true }: Shipped,
  about: About,
): MailContent => {
  const { carrier: by, trackingNumber: under, ...words } = wordedFor(SHIPPED, about, position === 1 && isLast);
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

const DELIVERED: InLanguages<ParcelWords & { readonly deliveredAt: string }> = {
  en: {
    happened: 'was delivered',
    paragraphs: ['We hope you like it. If something is wrong with it, just answer this mail.'],
    deliveredAt: 'Delivered',
  },
  de: {
    happened: 'wurde zugestellt',
    paragraphs: [
      'Wir wünschen Ihnen viel Freude damit. Wenn etwas nicht in Ordnung ist, antworten Sie einfach auf diese E-Mail.',
    ],
    deliveredAt: 'Zugestellt',
  },
};

const deliveredWith =
  (isAll: boolean) =>
  ({ deliveredAt }: Pick<Of<'OrderDelivered'>, 'deliveredAt'>, about: About): MailContent => {
    const { deliveredAt: label, ...words } = wordedFor(DELIVERED, about, isAll);
    return { ...words, facts: [[label, momentOf(deliveredAt, about)]], deliverTo: about.deliverTo };
  };

export const delivered = deliveredWith(true);
/** A parcel, and the order goes on with others. */
export const parcelDelivered = deliveredWith(false);

const DELIVERY_FAILED: InLanguages<Words & { readonly next: string; readonly none: string }> = {
  en: {
    subject: (order) => `Your order ${order} could not be delivered`,
    heading: 'The courier could not deliver',
    paragraphs: ['We are sorry: the courier was there with your goods and could not hand them over.'],
    next: 'Next attempt',
    none: 'The courier will try again. You need not do anything.',
  },
  de: {
    subject: (order) => `Ihre Bestellung ${order} konnte nicht zugestellt werden`,
    heading: 'Die Zustellung ist nicht gelungen',
    paragraphs: ['Das tut uns leid: Der Zustelldienst war mit Ihrer Ware da und konnte sie nicht übergeben.'],
    next: 'Nächster Versuch',
    none: 'Der Zustelldienst versucht es noch einmal. Sie müssen nichts tun.',
  },
};

/** Attempts at a parcel are three at most: who fails at the last one does not try again. */
const LAST_ATTEMPT = 3;

export const deliveryFailed = (
  { attempt, nextAttemptAt }: Pick<Of<'OrderDeliveryFailed'>, 'attempt' | 'nextAttemptAt'>,
  about: About,
): MailContent => {
  const { next, none, paragraphs, ...words } = worded(DELIVERY_FAILED, about);
  const isTriedAgain = nextAttemptAt !== undefined || attempt < LAST_ATTEMPT;
  return {
    ...words,
    paragraphs: [...paragraphs, ...(isTriedAgain ? [none] : [])],
    facts: nextAttemptAt === undefined ? [] : [[next, momentOf(nextAttemptAt, about)]],
    deliverTo: about.deliverTo,
  };
};

type Why = Of<'OrderReturned'>['reason'];

const RETURNED: InLanguages<ParcelWords & { readonly reasons: Readonly<Record<Why, string>> }> = {
  en: {
    happened: 'has come back to us',
    paragraphs: ['What you have paid for these goods, and for sending them, goes back to you. We write when it does.'],
    reasons: {
      refused: 'It was not accepted at the door.',
      undeliverable: 'The courier could not deliver it.',
      damaged: 'We are sorry: it was damaged on its way.',
      lost: 'We are sorry: it was lost on its way.',
    },
  },
  de: {
    happened: 'ist an uns zurückgegangen',
    paragraphs: [
      'Den Preis dieser Ware und ihres Versands erhalten Sie zurück. Wir schreiben Ihnen, sobald es so weit ist.',
    ],
    reasons: {
      refused: 'Die Annahme wurde verweigert.',
      undeliverable: 'Der Zustelldienst konnte die Ware nicht zustellen.',
      damaged: 'Das tut uns leid: Die Ware wurde unterwegs beschädigt.',
      lost: 'Das tut uns leid: Die Ware ging unterwegs verloren.',
    },
  },
};

const returnedWith =
  (isAll: boolean) =>
  ({ reason, lines }: Pick<Of<'OrderReturned'>, 'reason' | 'lines'>, about: About): MailContent => {
    const { reasons, paragraphs, ...words } = wordedFor(RETURNED, about, isAll);
    return { ...words, paragraphs: [reasons[reason], ...paragraphs], rows: counted(lines) };
  };

export const returned = returnedWith(true);
/** A parcel, and others of the order were or will be delivered. */
export const parcelReturned = returnedWith(false);
