import type { Mail } from '../../engine/mail/keep.ts';
import { decodeWords } from '../../engine/mail/raw.ts';
import { escapeHtml, page } from './html.ts';

export interface MailFilter {
  readonly to?: string;
  readonly subject?: string;
}

/** As a mail program shows them. */
const recipientsOf = ({ to, cc, bcc }: Mail): readonly string[] => [...to, ...cc, ...bcc].map(decodeWords);

/** Newest first; both filters are parts of the text, compared without case. */
export const selectMails = (mails: readonly Mail[], { to = '', subject = '' }: MailFilter): readonly Mail[] => {
  const [wantedTo, wantedSubject] = [to.toLowerCase(), subject.toLowerCase()];
  return mails.filter(
    (mail) =>
      recipientsOf(mail).some((mailbox) => mailbox.toLowerCase().includes(wantedTo)) &&
      mail.subject.toLowerCase().includes(wantedSubject),
  );
};

/** As `/_local/mails.json` shows it: times as text, the bytes of a raw mail left out. */
export const mailJson = (mail: Mail): object => {
  const { raw: _, at, ...rest } = mail;
  return { ...rest, at: new Date(at).toISOString() };
};

/** The frame may run no script and load nothing: mails contain what customers typed. */
const frame = (mail: Mail): string =>
  mail.html === undefined
    ? ''
    : `<h3>HTML</h3><iframe sandbox="" referrerpolicy="no-referrer" loading="lazy"
        title="HTML of ${escapeHtml(mail.subject)}" srcdoc="${escapeHtml(mail.html)}"></iframe>`;

const cutNote = ({ isCut }: Mail): string =>
  isCut === true ? '<p><small>Its HTML was let go: only that of the newest mails is kept.</small></p>' : '';

const one = (mail: Mail): string => {
  const at = new Date(mail.at).toISOString();
  return `<details><summary><strong>${escapeHtml(mail.subject)}</strong><br>
<small>to ${escapeHtml(recipientsOf(mail).join(', '))} · <time datetime="${at}">${at}</time></small></summary>
<p><small>from ${escapeHtml(decodeWords(mail.from))} · id ${escapeHtml(mail.id)}</small></p>
${mail.text === undefined ? '' : `<h3>Text</h3><pre>${escapeHtml(mail.text)}</pre>`}${frame(mail)}${cutNote(mail)}</details>`;
};

const SHOWN = 200;

export const mailsPage = (mails: readonly Mail[], filter: MailFilter): string => {
  const found = selectMails(mails, filter);
  return page(
    'Mails',
    `<form method="get"><label>Recipient <input name="to" type="search" value="${escapeHtml(filter.to ?? '')}"></label>
<label>Subject <input name="subject" type="search" value="${escapeHtml(filter.subject ?? '')}"></label>
<button>Search</button></form>
<p role="status">${found.length} of ${mails.length} mails, newest first${found.length > SHOWN ? `; ${SHOWN} shown` : ''}.
None of them was sent.</p>${found.slice(0, SHOWN).map(one).join('')}`,
  );
};
