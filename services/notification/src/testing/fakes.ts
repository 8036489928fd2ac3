import type { Cause } from '@orderwire/events-schema/cause';
import { makeSteps } from '@orderwire/testing/fakes';
import type { Addressee, Contacts, MailEvent, Mails, SendMail } from '../application/ports.ts';
import type { MailRow, SendOutcome } from '../domain/mail-row.ts';
import type { Mail } from '../domain/mails/content.ts';

type Step = 'save' | 'send';

/**
 * The ports in memory, with versions checked as the table checks them. `fault` is called before and after each effect
 * and may throw, as a crash would, or let somebody else act.
 */
export const makeFakeMails = (
  deps: {
    readonly fault?: (moment: `${'before' | 'after'}:${Step}`) => void;
    readonly answer?: (sentSoFar: number) => SendOutcome;
  } = {},
) => {
  const { fault = () => undefined, answer = (sent) => ({ sent: true, messageId: `m-${sent}` }) } = deps;
  const rows = new Map<string, MailRow>();
  const people = new Map<string, Addressee>();
  const events: { readonly id: string; readonly event: MailEvent; readonly cause: Cause }[] = [];
  const posted: { readonly to: string; readonly mail: Mail }[] = [];

  const step = makeSteps<Step>(fault);

  const contacts: Contacts = {
    save: (orderId, contact) => {
      const known = people.get(orderId);
      const first = known === undefined || known === 'forgotten' ? contact : known;
      people.set(orderId, first);
      return Promise.resolve(first);
    },
    redirect: (orderId, deliverTo) => {
      const contact = people.get(orderId);
      if (!contact) return Promise.reject(new Error(`The contact of ${orderId} has not arrived yet.`));
      if (contact === 'forgotten') return Promise.resolve(contact);
      const redirected = { ...contact, deliverTo };
      people.set(orderId, redirected);
      return Promise.resolve(redirected);
    },
    forget: (orderId) => (people.has(orderId) ? Promise.resolve() : Promise.reject(new Error('not arrived yet'))),
    find: (orderId) => Promise.resolve(people.get(orderId)),
  };

  const mails: Mails = {
    save: (row, cause, event) =>
      step('save', () => {
        const current = rows.get(row.id);
        if ((current?.version ?? 0) !== row.version - 1) return current;
        rows.set(row.id, row);
        if (event) events.push({ id: row.id, event, cause });
        return undefined;
      }),
  };

  const send: SendMail = (to, mail) =>
    step('send', () => {
      const outcome = answer(posted.length);
      if (outcome.sent) posted.push({ to, mail });
      return outcome;
    });

  return { contacts, mails, send, rows, people, events, posted };
};
