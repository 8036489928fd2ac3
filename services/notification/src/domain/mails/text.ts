import type { CleanContent } from './clean-content.ts';
import type { Letterhead, Row } from './content.ts';
import { LETTERHEAD } from './letterhead.ts';

const ROW_WIDTH = 60;

/** The mail for readers without HTML. */
export const textOf = (
  content: CleanContent,
  { shopName, orderNumber, orderId, language, name }: Letterhead,
): string => {
  const { heading, paragraphs, rows, total, notes, facts, deliverTo, button, after } = content;
  const words = LETTERHEAD[language];
  const table = [...rows, ...(total ? [total] : [])].map(row);
  const blocks = [
    heading,
    words.greeting(name),
    ...paragraphs,
    table.join('\n'),
    notes.join('\n'),
    facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    deliverTo.length === 0 ? '' : [`${words.deliveryAddress}:`, ...deliverTo].join('\n'),
    button ? `${button.label}:\n${button.url}` : '',
    ...after,
    `${words.order} ${orderNumber}\n${orderId}\n${shopName}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
};

/** Label and value at the two ends of a line, where they fit. */
const row = ([label, value]: Row): string =>
  `${label}${' '.repeat(Math.max(2, ROW_WIDTH - label.length - value.length))}${value}`;
