import type { DataOf } from '@orderwire/events-schema/envelope';
import type { PaymentRefunded } from '@orderwire/events-schema/payments';
import type { ReturnApproved, ReturnRejected } from '@orderwire/events-schema/returns';
import { formatMoney } from '@orderwire/money/money';
import type { About, InLanguages, MailContent, Row } from './content.ts';
import { type Words, worded } from './words.ts';

const APPROVED: InLanguages<Words & { readonly label: string; readonly number: string }> = {
  en: {
    subject: (order) => `You can send back goods of your order ${order}`,
    heading: 'You can send the goods back',
    paragraphs: ['Please put the number of the return into the parcel. Your money goes back when the goods are here.'],
    label: 'Open the label',
    number: 'Return',
  },
  de: {
    subject: (order) => `Sie können Ware aus Ihrer Bestellung ${order} zurücksenden`,
    heading: 'Sie können die Ware zurücksenden',
    paragraphs: [
      'Bitte legen Sie die Nummer der Rücksendung ins Paket. Ihr Geld erhalten Sie zurück, sobald die Ware bei uns ist.',
    ],
    label: 'Versandetikett öffnen',
    number: 'Rücksendung',
  },
};

export const returnApproved = (
  {
    returnId,
    lines,
    instructions,
    labelUrl,
  }: Pick<DataOf<typeof ReturnApproved>, 'returnId' | 'lines' | 'instructions' | 'labelUrl'>,
  about: About,
): MailContent => {
  const { label, number, paragraphs, ...words } = worded(APPROVED, about);
  return {
    ...words,
    paragraphs: [...(instructions?.split('\n') ?? []), ...paragraphs],
    rows: lines.map(({ itemId, title = itemId, count }): Row => [title, `${count} ×`]),
    facts: [[number, returnId]],
    ...(labelUrl !== undefined && { button: { label, url: labelUrl } }),
  };
};

const REJECTED: InLanguages<Words & { readonly reason: (text: string) => string }> = {
  en: {
    subject: (order) => `We cannot take back goods of your order ${order}`,
    heading: 'We cannot take these goods back',
    paragraphs: ['You asked to send back goods of your order. We are sorry: we cannot take them back.'],
    reason: (text) => `Reason: ${text}`,
  },
  de: {
    subject: (order) => `Wir können Ware aus Ihrer Bestellung ${order} nicht zurücknehmen`,
    heading: 'Wir können die Ware nicht zurücknehmen',
    paragraphs: ['Sie wollten Ware aus Ihrer Bestellung zurücksenden. Leider können wir sie nicht zurücknehmen.'],
    reason: (text) => `Grund: ${text}`,
  },
};

export const returnRejected = (
  { reason }: Pick<DataOf<typeof ReturnRejected>, 'reason'>,
  about: About,
): MailContent => {
  const { reason: why, paragraphs, ...words } = worded(REJECTED, about);
  return { ...words, paragraphs: [...paragraphs, ...(reason === undefined ? [] : [why(reason)])] };
};

const REFUNDED: InLanguages<Words & { readonly total: string }> = {
  en: {
    subject: (order) => `Your money for order ${order} is on its way back`,
    heading: 'Your money is on its way back',
    paragraphs: [
      'We have refunded it to the means of payment that you paid with. Your bank may need some days for it.',
    ],
    total: 'Refunded',
  },
  de: {
    subject: (order) => `Ihr Geld für die Bestellung ${order} ist auf dem Rückweg`,
    heading: 'Ihr Geld ist auf dem Rückweg',
    paragraphs: [
      'Wir haben es auf dem Weg erstattet, auf dem Sie bezahlt haben. Ihre Bank braucht dafür vielleicht einige Tage.',
    ],
    total: 'Erstattet',
  },
};

export const refunded = (
  { amount, currency }: Pick<DataOf<typeof PaymentRefunded>, 'amount' | 'currency'>,
  about: About,
): MailContent => {
  const { total, ...words } = worded(REFUNDED, about);
  return { ...words, total: [total, formatMoney(amount, currency, about.language)] };
};
