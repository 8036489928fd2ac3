import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Cause } from '@orderwire/events-schema/cause';
import { MailFailed, MailNeedsAttention, MailSent } from '@orderwire/events-schema/notification';
import { leasedAttributes } from '@orderwire/store/leased-row';
import { makeOutbox } from '@orderwire/store/outbox';
import { rowReader } from '@orderwire/store/row';
import { putNextVersion } from '@orderwire/store/versioned-row';
import * as z from 'zod/mini';
import type { MailEvent, Mails } from '../application/ports.ts';
import type { MailRow } from '../domain/mail-row.ts';
import { MAIL_KINDS } from '../domain/mails/kinds.ts';

const outboxOf = makeOutbox<typeof MailSent | typeof MailFailed | typeof MailNeedsAttention>(
  MailSent,
  MailFailed,
  MailNeedsAttention,
);

const read = rowReader(
  'mail',
  z.object({
    ...leasedAttributes,
    id: z.string(),
    orderId: z.string(),
    kind: z.enum(MAIL_KINDS),
    of: z.exactOptional(z.string()),
    messageId: z.exactOptional(z.string()),
  }),
);

/** The Mails table’s rows about mails, `<orderId>/<kind>` or `<orderId>/<kind>/<of>`. */
export const dynamoMails = ({
  dynamo,
  tableName,
}: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}): Mails => ({
  save: async (row, cause, event) => {
    const table = { dynamo, tableName, key: 'id' } as const;
    const inTheWay = await putNextVersion(table, row, event && outbox(row, cause, event));
    return inTheWay && read(inTheWay);
  },
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

/** A person has to tell the customer what the mail did not. */
const attentionOf = ({ orderId, kind }: MailRow, reason: string) => ({
  code: 'MAIL_NOT_SENT',
  detail: `The mail "${kind}" was not sent: ${reason}.`,
  orderId,
});
