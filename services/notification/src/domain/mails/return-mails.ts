import type { DataOf } from '@orderwire/events-schema/envelope';
import type { PaymentRefunded } from '@orderwire/events-schema/payments';
import type { ReturnApproved, ReturnRejected, ReturnRequested } from '@orderwire/events-schema/returns';
import { billed, counted } from './bill.ts';
import type { About, InLanguages, MailContent } from './content.ts';
import { type Words, worded } from './words.ts';

const NUMBER: InLanguages<string> = { en: 'Return', de: 'Rücksendung' };

interface Piece {
  readonly itemId: string;
  readonly title?: string | undefined;
  readonly count: number;
}

/** What has no title is called by its id. */
const titled = (lines: readonly Piece[]) =>
  lines.map(({ itemId, title = itemId, count }) => ({ itemId, title, count }));

/** Which pieces, and under which number. */
const piecesOf = (
  { returnId, lines }: { readonly returnId: string; readonly lines: readonly Piece[] },
  { language }: About,
): Pick<MailContent, 'rows' | 'facts'> => ({ rows: counted(titled(lines)), facts: [[NUMBER[language], returnId]] });

const REQUESTED: InLanguages<Words> = {
  en: {
    subject: (order) => `You would like to send back goods of your order ${order}`,
    heading: 'We have received your request',
    paragraphs: [
      'You would like to send back these goods. We look at it and write again; please keep them until then.',
    ],
  },
  de: {
    subject: (order) => `Sie möchten Ware aus Ihrer Bestellung ${order} zurücksenden`,
    heading: 'Wir haben Ihre Anfrage erhalten',
    paragraphs: [
      'Sie möchten diese Ware zurücksenden. Wir sehen es uns an und melden uns wieder; bitte behalten Sie sie bis dahin.',
    ],
  },
};

export const returnRequested = (
  requested: Pick<DataOf<typeof ReturnRequested>, 'returnId' | 'lines'>,
  about: About,
): MailContent => ({ ...worded(REQUESTED, about), ...piecesOf(requested, about) });

const APPROVED: InLanguages<Words & { readonly label: string }> = {
  en: {
    subject: (order) => `You can send back goods of your order ${order}`,
    heading: 'You can send the goods back',
    paragraphs: ['Please put the number of the return into the parcel. Your money goes back when the goods are here.'],
    label: 'Open the label',
  },
  de: {
    subject: (order) => `Sie können Ware aus Ihrer Bestellung ${order} zurücksenden`,
    heading: 'Sie können die Ware zurücksenden',
    paragraphs: [
      'Bitte legen Sie die Nummer der Rücksendung ins Paket. Ihr Geld erhalten Sie zurück, sobald die Ware bei uns ist.',
    ],
    label: 'Versandetikett öffnen',
  },
};

type Approved = Pick<DataOf<typeof ReturnApproved>, 'returnId' | 'lines' | 'instructions' | 'labelUrl'>;

export const returnApproved = (approved: Approved, about: About): MailContent => {
  const { instructions, labelUrl } = approved;
  const { label, paragraphs, ...words } = worded(APPROVED, about);
  return {
    ...words,
    ...piecesOf(approved, about),
    paragraphs: [...(instructions?.split('\n') ?? []), ...paragraphs],
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

type Refunded = Pick<DataOf<typeof PaymentRefunded>, 'lines' | 'charges' | 'returnId'>;

/** Line by line, as the order was billed. */
export const refunded = ({ lines, charges, returnId }: Refunded, about: About): MailContent => {
  const { total: label, ...words } = worded(REFUNDED, about);
  const bill = billed(titled(lines), charges, about);
  return {
    ...words,
    ...bill,
    total: [label, bill.total[1]],
    facts: returnId === undefined ? [] : [[NUMBER[about.language], returnId]],
  };
};
