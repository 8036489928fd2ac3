import type {
  SendEmailRequest,
  SendEmailResponse,
  SendRawEmailRequest,
  SendRawEmailResponse,
} from '@aws-sdk/client-ses';
import type { EmailIdentityDefinition } from '../../template/model.ts';
import { AwsError, type Caller, type Charging, type Operations } from '../contract.ts';
import { uuid } from '../queue/uuid.ts';
import { addressIn, requireValidMailbox } from './addresses.ts';
import { identityFor } from './identities.ts';
import { keepMail, makeMailState, type Mail, type MailState } from './keep.ts';
import { duplicateHeaderIn, readRawMail } from './raw.ts';
import { tagsOf } from './tags.ts';

export interface MailDeps extends Charging {
  readonly region: string;
  readonly identities: readonly EmailIdentityDefinition[];
  readonly state?: MailState;
}

export interface MailPart {
  readonly operations: Operations;
  readonly mails: {
    /** Newest first. */
    list(): readonly Mail[];
    /** Newest first; any of to, cc and bcc, compared without case. */
    to(address: string): readonly Mail[];
    byId(id: string): Mail | undefined;
  };
  /** For mails that AWS sends by itself (a user pool's codes): no identity is checked and nobody is charged. */
  readonly capture: (mail: Pick<Mail, 'from' | 'to' | 'subject' | 'text'>) => Mail;
}

/** https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html */
const MAX_RECIPIENTS = 50;
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

const rejected = (message: string): AwsError => new AwsError('MessageRejected', message);
const invalid = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

const requireRecipients = (recipients: readonly string[]): void => {
  if (recipients.length === 0) throw invalid("Missing required header 'To'.");
  if (recipients.length > MAX_RECIPIENTS) throw invalid(`Recipient count exceeds ${MAX_RECIPIENTS}.`);
  recipients.forEach(requireValidMailbox);
};

const requireSize = (bytes: number): void => {
  if (bytes <= MAX_MESSAGE_BYTES) return;
  throw invalid(`Message length is more than ${MAX_MESSAGE_BYTES} bytes long: '${bytes}'.`);
};

/** SES (API version 1): `SendEmail` and `SendRawEmail`, kept instead of sent. */
export const makeMail = ({
  environment,
  region,
  identities,
  meter,
  ownerOf,
  state = makeMailState(),
}: MailDeps): MailPart => {
  const { mails } = state;

  /** Like `0102018f2c3b4a5d-1c9e…-000000`: the region's prefix, the milliseconds in hex, a UUID and a counter. */
  const messageId = (): string =>
    `01020${environment.now().toString(16).padStart(11, '0')}-${uuid(environment.random)}-000000`;

  const requireVerified = (addresses: readonly string[]): void => {
    const failed = addresses.filter((address) => identityFor(identities, address) === undefined);
    if (failed.length === 0) return;
    const where = region.toUpperCase();
    throw rejected(
      `Email address is not verified. The following identities failed the check in region ${where}: ${failed.join(', ')}`,
    );
  };

  const keep = (mail: Omit<Mail, 'id' | 'at'>): Mail => {
    const captured: Mail = { id: messageId(), at: environment.now(), ...mail };
    keepMail(state, captured);
    return captured;
  };

  const send = (mail: Omit<Mail, 'id' | 'at'>, recipients: number, caller: Caller): { MessageId: string } => {
    const { id } = keep(mail);
    meter.count('mail', recipients, ownerOf(caller));
    return { MessageId: id };
  };

  const sendEmail = (input: SendEmailRequest, caller: Caller): SendEmailResponse => {
    const { ToAddresses: to = [], CcAddresses: cc = [], BccAddresses: bcc = [] } = input.Destination ?? {};
    const { ReplyToAddresses: replyTo = [], Source: from = '' } = input;
    const recipients = [...to, ...cc, ...bcc];
    const text = input.Message?.Body?.Text?.Data;
    const html = input.Message?.Body?.Html?.Data;
    const subject = input.Message?.Subject?.Data ?? '';
    const tags = tagsOf(input.Tags);
    requireValidMailbox(from);
    replyTo.forEach(requireValidMailbox);
    requireRecipients(recipients);
    requireSize(Buffer.byteLength(subject + (text ?? '') + (html ?? '')));
    requireVerified([from, ...(input.ReturnPath === undefined ? [] : [input.ReturnPath])].map(addressIn));
    return send(
      {
        ...{ from, to, cc, bcc, replyTo, subject, headers: {}, tags },
        ...(text === undefined ? {} : { text }),
        ...(html === undefined ? {} : { html }),
      },
      recipients.length,
      caller,
    );
  };

  const sendRawEmail = (input: SendRawEmailRequest, caller: Caller): SendRawEmailResponse => {
    const raw = input.RawMessage?.Data ?? new Uint8Array();
    requireSize(raw.byteLength);
    const tags = tagsOf(input.Tags);
    const duplicate = duplicateHeaderIn(raw);
    if (duplicate !== undefined) throw invalid(`Duplicate header '${duplicate}'.`);
    const { headers, mailboxes, ...bodies } = readRawMail(raw);
    const from = input.Source ?? headers['from'] ?? '';
    if (from === '') throw invalid("Missing required header 'From'.");
    const to = input.Destinations ?? mailboxes('to');
    const cc = input.Destinations ? [] : mailboxes('cc');
    const bcc = input.Destinations ? [] : mailboxes('bcc');
    const recipients = [...to, ...cc, ...bcc];
    requireValidMailbox(from);
    requireRecipients(recipients);
    requireVerified([addressIn(from)]);
    return send(
      {
        ...{ from, to, cc, bcc, replyTo: mailboxes('reply-to'), subject: headers['subject'] ?? '', headers, raw },
        ...bodies,
        tags,
      },
      recipients.length,
      caller,
    );
  };

  return {
    operations: { SendEmail: sendEmail, SendRawEmail: sendRawEmail },
    mails: {
      list: () => mails.toReversed(),
      to: (address) => {
        const wanted = address.toLowerCase();
        return mails
          .filter(({ to, cc, bcc }) => [...to, ...cc, ...bcc].some((each) => addressIn(each).toLowerCase() === wanted))
          .toReversed();
      },
      byId: (id) => mails.find((mail) => mail.id === id),
    },
    capture: (mail) => keep({ ...mail, cc: [], bcc: [], replyTo: [], headers: {}, tags: {} }),
  };
};
