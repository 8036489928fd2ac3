import type { CleanContent } from './clean-content.ts';
import type { Letterhead, Row } from './content.ts';
import { LETTERHEAD } from './letterhead.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe in text and in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/**
 * Colours are inline for clients that drop style sheets, and in classes for clients that know a dark scheme. Nothing is
 * loaded from elsewhere.
 */
const STYLE = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  '@media(prefers-color-scheme:dark){',
  '.page{background:#15171a!important}.card{background:#1f2226!important}',
  '.ink{color:#f1f3f4!important}.soft{color:#a5adb5!important}.line{border-color:#3a4047!important}',
  '.button{background:#f1f3f4!important;color:#15171a!important}}',
  '@media(max-width:480px){.card{padding:24px 20px!important}.page{padding:0!important}}',
].join('');

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = 'color:#1d2125';
const SOFT = 'color:#667078';

export const htmlOf = (
  content: CleanContent,
  { shopName, orderNumber, orderId, language, name }: Letterhead,
): string => {
  const { subject, heading, paragraphs, rows, total, notes, facts, deliverTo, button, after } = content;
  const words = LETTERHEAD[language];
  const body = [
    `<h1 class="ink" style="margin:0 0 20px;font-size:22px;line-height:1.3;${INK}">${escapeHtml(heading)}</h1>`,
    paragraph(words.greeting(name)),
    ...paragraphs.map(paragraph),
    table([...rows.map((row) => tableRow(row)), ...(total ? [tableRow(total, true)] : [])]),
    ...notes.map(note),
    table(facts.map((fact) => tableRow(fact))),
    deliverTo.length === 0 ? '' : addressOf(words.deliveryAddress, deliverTo),
    button ? buttonOf(button) : '',
    ...after.map(paragraph),
    `<p class="soft" style="margin:28px 0 0;font-size:13px;line-height:1.5;${SOFT}">` +
      `${words.order} ${escapeHtml(orderNumber)}<br>${escapeHtml(orderId)}<br>${escapeHtml(shopName)}</p>`,
  ].join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${STYLE}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f3f4f5">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f4f5;padding:24px 0">
<tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
<tr><td class="card" style="background:#ffffff;border-radius:8px;padding:36px;text-align:left;${FONT}">
<p class="soft" style="margin:0 0 24px;font-size:14px;font-weight:600;${SOFT}">${escapeHtml(shopName)}</p>
${body}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
};

const paragraph = (text: string): string =>
  `<p class="ink" style="margin:0 0 16px;font-size:16px;line-height:1.5;${INK}">${escapeHtml(text)}</p>`;

const note = (text: string): string =>
  `<p class="soft" style="margin:0 0 16px;font-size:14px;line-height:1.5;${SOFT}">${escapeHtml(text)}</p>`;

const table = (rows: readonly string[]): string =>
  rows.length === 0
    ? ''
    : `<table width="100%" cellpadding="0" cellspacing="0" style="margin:8px 0 20px;border-collapse:collapse">${rows.join('')}</table>`;

/** Amounts and dates stay in one line. Anything longer may be broken, so that nobody has to scroll sideways on a phone. */
const MAX_UNBROKEN = 24;

const tableRow = ([label, value]: Row, strong = false): string => {
  const style = `padding:10px 0;border-top:1px solid #e3e6e8;font-size:15px;line-height:1.4;${INK}${strong ? ';font-weight:700' : ''}`;
  const breaking = value.length > MAX_UNBROKEN ? 'word-break:break-word' : 'white-space:nowrap';
  return (
    `<tr><td class="ink line" style="${style};word-break:break-word">${escapeHtml(label)}</td>` +
    `<td class="ink line" align="right" style="${style};padding-left:16px;${breaking}">${escapeHtml(value)}</td></tr>`
  );
};

const addressOf = (label: string, lines: readonly string[]): string =>
  `<p class="ink" style="margin:0 0 20px;font-size:15px;line-height:1.5;${INK}">` +
  `<span class="soft" style="${SOFT}">${label}</span><br>${lines.map(escapeHtml).join('<br>')}</p>`;

/**
 * Outlook on Windows lays out as Word does: it ignores padding and corners of a link, but not the padding of a cell. So there
 * the cell is the button. Everywhere else the link fills the cell and can be clicked up to its edge.
 * https://documentation.mjml.io/#mj-button has the same shape and is used in many shops’ mails.
 */
const buttonOf = ({ label, url }: { readonly label: string; readonly url: string }): string =>
  '<table role="presentation" border="0" cellpadding="0" cellspacing="0" style="margin:8px 0 24px;border-collapse:separate">' +
  '<tr><td class="button" align="center" valign="middle" bgcolor="#1d2125" ' +
  'style="border-radius:6px;background:#1d2125;mso-padding-alt:12px 20px">' +
  `<a class="button" href="${escapeHtml(url)}" style="display:inline-block;padding:12px 20px;border-radius:6px;` +
  'background:#1d2125;color:#ffffff;font-size:16px;font-weight:600;line-height:1.2;text-decoration:none;mso-padding-alt:0">' +
  `${escapeHtml(label)}</a></td></tr></table>`;
