import { type SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { nameOf } from '@orderwire/kernel/errors';
import type { SendMail } from '../application/ports.ts';
import { mailbox } from './mailbox.ts';

/**
 * Errors that the same mail gets again however often it is tried. A paused account or a throttle passes: those are retried.
 * @see https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html
 */
const PERMANENT = new Set(['MessageRejected', 'InvalidParameterValue', 'MailFromDomainNotVerifiedException']);

/** One mailbox and nothing else. What could name a second one, or a header, is not given to SES. */
const ONE_ADDRESS = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u;

/** SES. Its error messages name the recipient, so only their codes leave this file. */
export const sesMail =
  (deps: {
    readonly ses: Pick<SESClient, 'send'>;
    /** The verified address that mails come from. */
    readonly from: string;
    readonly shopName: string;
  }): SendMail =>
  async (to, { subject, text, html }) => {
    if (!ONE_ADDRESS.test(to)) return { sent: false, permanent: true, reason: 'EMAIL_REFUSED' };
    const content = (Data: string) => ({ Data, Charset: 'UTF-8' });
    try {
      const { MessageId = '' } = await deps.ses.send(
        new SendEmailCommand({
          Source: mailbox(deps.shopName, deps.from),
          Destination: { ToAddresses: [to] },
          Message: { Subject: content(subject), Body: { Text: content(text), Html: content(html) } },
        }),
      );
      return { sent: true, messageId: MessageId };
    } catch (error) {
      const reason = nameOf(error);
      return { sent: false, permanent: PERMANENT.has(reason), reason };
    }
  };
