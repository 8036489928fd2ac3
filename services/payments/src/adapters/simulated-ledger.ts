import { type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { amountMinor } from '@orderwire/events-schema/common';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import type { AmountMinor } from '@orderwire/money/money';
import { itemInTheWay } from '@orderwire/store/dynamo-errors';
import { rowReader } from '@orderwire/store/row';
import * as z from 'zod/mini';

/** How a card behaves, decided by its token when it is authorised: no token is kept. */
const behaviour = {
  /** The first answer to each key is lost after its effect. */
  losesAnswers: z.exactOptional(z.boolean()),
  /** It says no to this for ever. */
  refuses: z.exactOptional(z.enum(['capture', 'refund'])),
};

const entry = z.object({ kind: z.enum(['capture', 'void', 'refund']), amount: amountMinor });

const account = z.object({
  ...behaviour,
  accountId: z.string(),
  /** The idempotency key under which it was authorised. */
  key: z.string(),
  currency: z.string(),
  authorized: amountMinor,
  /** What can still be captured. */
  capturable: amountMinor,
  captured: amountMinor,
  /** What was captured and not refunded. */
  refundable: amountMinor,
  refunded: amountMinor,
  /** What of it was let go. */
  released: amountMinor,
  /** More can be captured, or all of it voided. */
  isOpen: z.boolean(),
  /** What was done, by idempotency key. */
  entries: z.record(z.string(), entry),
});

export type Account = z.infer<typeof account>;
type Entry = z.infer<typeof entry>;

const accountOf = rowReader('account of the simulated provider', account);

/** The key is new, and the card lets it happen. */
const FRESH = 'attribute_not_exists(entries.#key) AND (attribute_not_exists(refuses) OR refuses <> :kind)';

/** What a movement asks of the account, and what it makes of it. All amounts are as they were before it. */
const MOVEMENTS: Readonly<Record<'capture' | 'final' | 'void' | 'refund', readonly [asks: string, makes: string]>> = {
  capture: [
    'isOpen = :true AND capturable >= :amount',
    'capturable = capturable - :amount, captured = captured + :amount, refundable = refundable + :amount',
  ],
  final: [
    'isOpen = :true AND capturable >= :amount',
    'isOpen = :false, released = capturable - :amount, capturable = :zero, captured = captured + :amount, refundable = refundable + :amount',
  ],
  void: ['isOpen = :true AND captured = :zero', 'isOpen = :false, released = capturable, capturable = :zero'],
  refund: ['refundable >= :amount', 'refundable = refundable - :amount, refunded = refunded + :amount'],
};

export interface Movement {
  readonly kind: keyof typeof MOVEMENTS;
  readonly accountId: string;
  readonly key: string;
  readonly amount: AmountMinor;
}

/** Whether it was done now; false for a key that was used for the same before. */
export interface Done {
  readonly isNew: boolean;
  readonly account: Pick<Account, 'losesAnswers'>;
}

/**
 * What the simulated provider knows: a row of its table for each authorisation. Each movement is one conditional write, so
 * it happens once for its key, whoever asks and whatever is cut off, and never moves more than there is.
 */
export const simulatedLedger = (deps: {
  readonly dynamo: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
}) => {
  const TableName = deps.tableName;
  return {
    open: async (
      opened: Pick<Account, 'accountId' | 'key' | 'currency' | 'authorized' | 'losesAnswers' | 'refuses'>,
    ): Promise<Done> => {
      const row: Account = {
        ...opened,
        ...{
          capturable: opened.authorized,
          captured: 0,
          refundable: 0,
          refunded: 0,
          released: 0,
          isOpen: true,
          entries: {},
        },
      };
      const put = new PutItemCommand({
        TableName,
        Item: marshall(row),
        ConditionExpression: 'attribute_not_exists(accountId)',
      });
      const isNew = await deps.dynamo.send(put).then(() => true, itemInTheWay);
      return { isNew: isNew === true, account: opened };
    },

    /** @throws TerminalError when there is no such account, or less on it, or the key was used for something else */
    move: async ({ kind, accountId, key, amount }: Movement): Promise<Done> => {
      const [asks, makes] = MOVEMENTS[kind];
      const done: Entry = { kind: kind === 'final' ? 'capture' : kind, amount };
      const UpdateExpression = `SET entries.#key = :entry, ${makes}`;
      const ConditionExpression = `${FRESH} AND ${asks}`;
      const named = new Set(`${UpdateExpression} ${ConditionExpression}`.match(/:\w+/g));
      const values = {
        ':entry': done,
        ':kind': done.kind,
        ':amount': amount,
        ':zero': 0,
        ':true': true,
        ':false': false,
      };
      const update = new UpdateItemCommand({
        TableName,
        Key: marshall({ accountId }),
        ...{ UpdateExpression, ConditionExpression },
        ExpressionAttributeNames: { '#key': key },
        ExpressionAttributeValues: marshall(
          Object.fromEntries(Object.entries(values).filter(([name]) => named.has(name))),
        ),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        const { Attributes = {} } = await deps.dynamo.send(update);
        return { isNew: true, account: accountOf(Attributes) };
      } catch (error) {
        const item = itemInTheWay(error);
        if (!item) throw new TerminalError('AUTHORIZATION_UNKNOWN', 'The provider knows no such authorisation.');
        const met = accountOf(item);
        const before = met.entries[key];
        if (before?.kind === done.kind && before.amount === amount) return { isNew: false, account: met };
        throw before
          ? new TerminalError('KEY_USED_OTHERWISE', 'This idempotency key was used for something else.')
          : new TerminalError('PROVIDER_REFUSED', `The provider refuses this ${done.kind}.`);
      }
    },
  };
};

export type SimulatedLedger = ReturnType<typeof simulatedLedger>;
