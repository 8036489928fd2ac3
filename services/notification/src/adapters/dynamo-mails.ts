import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isConditionFailed } from '@orderwire/store/dynamo-errors';
import { putNextVersion } from '@orderwire/store/versioned-row';
import { MailFailed, MailNeedsAttention, MailSent } from '@orderwire/events-schema/notification';
import type { Clock } from '@orderwire/kernel/clock';
import type { Cause } from '@orderwire/events-schema/cause';
import { makeOutbox } from '@orderwire/store/outbox';
import type { Contact, Contacts, MailEvent, Mails } from '../application/ports.ts';
import type { MailRow } from '../domain/mail-row.ts';

interface Deps {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}

const outboxOf = makeOutbox<typeof MailSent | typeof MailFailed | typeof MailNeedsAttention>(
  MailSent,
  MailFailed,
  MailNeedsAttention,
);

/** The Mails table’s rows about mails, `<orderId>/<kind>`. */
export const dynamoMails = ({ dynamo, tableName }: Deps): Mails => ({
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

/** An order’s mails are over long before; then nobody needs the address here. */
const CONTACT_KEPT_SECONDS = 180 * 24 * 60 * 60;

const keyOf = (orderId: string) => ({ id: `${orderId}/contact` });

/** The Mails table’s rows about people, `<orderId>/contact`. */
export const dynamoContacts = ({ dynamo, tableName, clock }: Deps & { readonly clock: Clock }): Contacts => ({
  save: async (orderId, contact, sequence) => {
    const expiresAt = Math.floor(clock() / 1000) + CONTACT_KEPT_SECONDS;
    await dynamo
      .send(
        new PutItemCommand({
          TableName: tableName,
          Item: stored({ ...keyOf(orderId), ...contact, addressVersion: sequence, expiresAt }),
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      )
      .catch((error: unknown) => {
        if (!isConditionFailed(error)) throw error;
      });
  },

  redirect: async (orderId, deliverTo, sequence) => {
    await dynamo
      .send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: marshall(keyOf(orderId)),
          UpdateExpression: `SET addressVersion = :sequence${deliverTo ? ', deliverTo = :to' : ' REMOVE deliverTo'}`,
          ConditionExpression: 'addressVersion < :sequence',
          ExpressionAttributeValues: stored({ ':sequence': sequence, ':to': deliverTo }),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      )
      .catch((error: unknown) => {
        if (!isConditionFailed(error)) throw error;
        if (!(error as { readonly Item?: object }).Item)
          throw new Error(`The contact of ${orderId} has not arrived yet.`);
      });
  },

  find: async (orderId) => {
    const { Item } = await dynamo.send(
      new GetItemCommand({ TableName: tableName, Key: marshall(keyOf(orderId)), ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const { email, name, deliverTo } = unmarshall(Item) as Contact;
    return { email, name, deliverTo };
  },
});

/** zod types an absent optional as `undefined`, which DynamoDB does not know. */
const stored = (row: object) => marshall(row, { removeUndefinedValues: true });
