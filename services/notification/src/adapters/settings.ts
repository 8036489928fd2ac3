import { MAIL_KINDS, type MailKind } from '../domain/mails/kinds.ts';

/**
 * The kinds that the shop has switched off, from a list such as `packed,delivered`.
 * @throws Error for a word that is no kind: sending what was meant to be off would be worse than an alarm
 */
export const kindsFrom = (list: string | undefined): ReadonlySet<MailKind> => {
  const names = (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return new Set(names.map(kindFrom));
};

const kindFrom = (name: string): MailKind => {
  const kind = MAIL_KINDS.find((one) => one === name);
  if (!kind) throw new Error(`There is no kind of mail called ${name}: ${MAIL_KINDS.join(', ')}.`);
  return kind;
};
