import { addressLines } from '@orderwire/kernel/address-lines';
import { type Destination, inline, type MailContent, type Row } from './content.ts';

/** What a mail says, each text in one line; lists that were left out are empty. */
export const cleaned = ({ subject, heading, paragraphs, rows = [], total, facts = [], ...rest }: MailContent) => ({
  subject: inline(subject),
  heading: inline(heading),
  paragraphs: paragraphs.map(inline),
  rows: rows.map(cleanedRow),
  ...(total && { total: cleanedRow(total) }),
  notes: (rest.notes ?? []).map(inline),
  facts: facts.map(cleanedRow),
  deliverTo: rest.deliverTo ? destinationLines(rest.deliverTo) : [],
  ...(rest.button && { button: rest.button }),
  after: (rest.after ?? []).map(inline),
});

const cleanedRow = ([label, value]: Row): Row => [inline(label), inline(value)];

const destinationLines = ({ name, address }: Destination): readonly string[] =>
  [name, ...addressLines(address)].map(inline);

export type CleanContent = ReturnType<typeof cleaned>;
