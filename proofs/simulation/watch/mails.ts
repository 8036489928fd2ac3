import type { Run } from '@orderwire/local-cloud/simulator/observer';
import { orderNumberOf } from '@orderwire/money/order-number';
import { contactOf, languageOf } from '../world/people.ts';
import type { Watch } from './watch.ts';

interface SendEmailInput {
  readonly Destination: { readonly ToAddresses: readonly string[] };
  readonly Message: {
    readonly Subject: { readonly Data: string };
    readonly Body: { readonly Text: { readonly Data: string } };
  };
}

/** The amounts at the ends of its lines, in minor units; the total is the last. */
const amountsIn = ({ Message }: SendEmailInput): readonly number[] =>
  [...Message.Body.Text.Data.matchAll(/ {2}(-?[\d.,]+) [A-Z]{3}$/gm)].map(([, digits = '']) =>
    Number(digits.replace(/[.,]/, '')),
  );

const GREETINGS = { en: 'Hello', de: 'Guten Tag' } as const;

interface Sent {
  readonly run: Run;
  /** Whoever sent it cannot know that it went out: SES takes no token, so it may go out again. */
  readonly isUnknown: boolean;
  isNoted: boolean;
}

type Item = Readonly<Record<string, { readonly S?: string }>>;

/**
 * Every mail. Which order and kind it is about is told by the row that the same run claimed last: a run handles its
 * messages one after the other.
 */
export const watchMails = (
  { checks, ledger, names }: Watch,
  isOver: (run: Run) => boolean,
  answerIsLost: () => boolean,
  onMail: (customerId: string, input: object) => void,
) => {
  const table = names.table('MailsTable');
  const claimed = new Map<Run, string>();
  const sent = new Map<string, Sent>();
  const noted = new Set<string>();

  return {
    onItemChange: (tableName: string, after: Item | undefined, run: Run | undefined): void => {
      if (tableName !== table || run === undefined) return;
      const id = after?.['id']?.S ?? '';
      if (id.endsWith('/contact')) return;
      if (after?.['status']?.S === 'pending') {
        claimed.set(run, id);
        // Whatever the clocks say: only leases are kept by them.
        checks.that('07-mails', !noted.has(id), () => `${id} was noted as sent and is begun again`, id.split('/')[0]);
      }
      if (after?.['status']?.S !== 'sent') return;
      noted.add(id);
      const mail = sent.get(id);
      if (mail !== undefined) mail.isNoted = true;
    },
    onSendEmail: (input: SendEmailInput, run: Run): void => {
      const id = claimed.get(run) ?? '';
      const [orderId = '', kind = '', ...about] = id.split('/');
      const [to = ''] = input.Destination.ToAddresses;
      const before = sent.get(id);
      if (before !== undefined) {
        const isLost = !before.isNoted && (before.isUnknown || isOver(before.run));
        const isDeclared = isLost || ledger.skewed.has(run.functionName);
        checks.that(
          '07-mails',
          isDeclared,
          () => `a second mail "${kind}" although the first was noted or under way`,
          orderId,
        );
      } else checks.that('07-mails', id !== '', () => 'a mail that no row claims');
      sent.set(id, { run, isUnknown: answerIsLost(), isNoted: false });
      ledger.mails.push({ orderId, kind, to, ...(about.length > 0 && { of: about.join('/') }) });
      const amounts = amountsIn(input);
      const total = amounts.at(-1) ?? 0;
      checks.that(
        '10-money',
        // What is refunded is one amount.
        (kind === 'refunded' && amounts.length === 1) || amounts.reduce((sum, amount) => sum + amount, 0) === 2 * total,
        () => `the mail "${kind}" does not add up: ${amounts.join(', ')}`,
        orderId,
      );
      const number = orderId === '' ? '' : orderNumberOf(orderId);
      checks.that(
        '07-mails',
        input.Message.Subject.Data.includes(number),
        () => `the subject of "${kind}" does not name ${number}`,
        orderId,
      );
      const placed = ledger.placed.get(orderId);
      if (placed === undefined) return;
      const owner = placed.customerId;
      const greeting = `${GREETINGS[languageOf(owner, placed.body)]} ${contactOf(owner).name},`;
      checks.that(
        '07-mails',
        input.Message.Body.Text.Data.includes(greeting),
        () => `"${kind}" does not say "${greeting}" to who buys`,
        orderId,
      );
      checks.that(
        '07-mails',
        to === contactOf(owner).email,
        () => `"${kind}" went to ${to}, the owner is ${owner}`,
        orderId,
      );
      onMail(owner, input);
    },
  };
};
