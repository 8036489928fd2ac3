import { cleaned } from './clean-content.ts';
import { inline, type Letterhead, type Mail, type MailContent } from './content.ts';
import { htmlOf } from './html.ts';
import { textOf } from './text.ts';

/** Makes the mail of its content: every text is made one line here, so that no kind of mail can forget it. */
export const compose = (content: MailContent, letterhead: Letterhead): Mail => {
  const clean = cleaned(content);
  const head = {
    shopName: inline(letterhead.shopName),
    orderNumber: inline(letterhead.orderNumber),
    orderId: inline(letterhead.orderId),
    language: letterhead.language,
    name: inline(letterhead.name),
  };
  return { subject: clean.subject, text: textOf(clean, head), html: htmlOf(clean, head) };
};
