import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Cause } from '@orderwire/events-schema/cause';
import { MailFailed, MailNeedsAttention, MailSent } from '@orderwire/events-schema/notification';
import { makeOutbox } from '@orderwire/store/outbox';
import { putNextVersion } from '@orderwire/store/versioned-row';
import type { MailEvent, Mails } from '../application/ports.ts';
import type { MailRow } from '../domain/mail-row.ts';

const outboxOf = makeOutbox<typeof MailSent | typeof MailFailed | typeof MailNeedsAttention>(
  MailSent,
  MailFailed,
  MailNeedsAttention,
);

/** The Mails table’s rows about mails, `<orderId>/<kind>`. */
export const dynamoMails = ({
  dynamo,
  tableName,
}: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Mails => ({
  save: async (row, cause, event) =>
    putNextVersion({ dynamo, tableName, key: 'id' }, row, event && outbox(row, cause, event)),
});

const outbox = (row: MailRow, cause: Cause, event: MailEvent): string => {
  const { orderId, kind, messageId = '' } = row;
  return outboxOf({
    subject: row.id,
    sequence: row.version,
    at: Date.parse(row.updatedAt),
    cause,
    events:
      event.type === 'MailSent'
        ? [{ type: 'MailSent', data: { orderId, kind, messageId } }]
        : [
            { type: 'MailFailed', data: { orderId, kind, reason: event.reason } },
            { type: 'MailNeedsAttention', data: attentionOf(row, event.reason) },
          ],
  });
};

/** Who was not told by mail is to be told by a person. */
const attentionOf = ({ orderId, kind }: MailRow, reason: string) => ({
  code: 'MAIL_NOT_SENT',
  detail: `The mail "${kind}" was not sent: ${reason}.`,
  orderId,
});
