import { addressLines } from '@orderwire/kernel/address-lines';
import { type Destination, inline, type Letterhead, type Mail, type MailContent, type Row } from './content.ts';
import { htmlOf } from './html.ts';
import { textOf } from './text.ts';

/** Makes the mail of its content: every text is brought into one line here, so that no kind can forget it. */
export const compose = (content: MailContent, letterhead: Letterhead): Mail => {
  const clean = cleaned(content);
  const head = {
    shopName: inline(letterhead.shopName),
    orderId: inline(letterhead.orderId),
    name: inline(letterhead.name),
  };
  return { subject: clean.subject, text: textOf(clean, head), html: htmlOf(clean, head) };
};

const cleaned = ({ subject, heading, paragraphs, rows = [], total, facts = [], ...rest }: MailContent) => ({
  subject: inline(subject),
  heading: inline(heading),
  paragraphs: paragraphs.map(inline),
  rows: rows.map(cleanedRow),
  ...(total && { total: cleanedRow(total) }),
  facts: facts.map(cleanedRow),
  deliverTo: rest.deliverTo ? destinationLines(rest.deliverTo) : [],
  ...(rest.button && { button: rest.button }),
  after: (rest.after ?? []).map(inline),
});

const cleanedRow = ([label, value]: Row): Row => [inline(label), inline(value)];

const destinationLines = ({ name, address }: Destination): readonly string[] =>
  [name, ...addressLines(address)].map(inline);

export type CleanContent = ReturnType<typeof cleaned>;
