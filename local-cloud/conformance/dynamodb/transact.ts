import { TransactGetItemsCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type {
  CancellationReason,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Cloud, ConformanceCase } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { casesOn, N, S } from './items.ts';
import type { Item, Items } from './items.ts';
import { API_REASON, API_TRANSACT_GET, API_TRANSACT_WRITE, TRANSACTIONS } from './sources.ts';

const define = casesOn('transact-write', API_TRANSACT_WRITE);
const reason = casesOn('cancellation-reason', API_REASON);
const gets = casesOn('transact-get', API_TRANSACT_GET);
const conflicts = casesOn('conflict', TRANSACTIONS);

const write = (
  { dynamodb }: Cloud,
  TransactItems: TransactWriteItem[],
  more: Partial<TransactWriteItemsCommandInput> = {},
): Promise<TransactWriteItemsCommandOutput> => dynamodb.send(new TransactWriteItemsCommand({ ...more, TransactItems }));

const CANCELLED = 'TransactionCanceledException';
const ABSENT = { ConditionExpression: 'attribute_not_exists(pk)' } as const;
const PRESENT = { ConditionExpression: 'attribute_exists(pk)' } as const;

const makers = ({ TableName }: Items) => ({
  put: (Item: Item, more: object = {}): TransactWriteItem => ({ Put: { TableName, Item, ...more } }),
  remove: ({ pk, sk }: Item, more: object = {}): TransactWriteItem => ({
    Delete: { TableName, Key: { pk, sk } as Item, ...more },
  }),
  check: ({ pk, sk }: Item, ConditionExpression: string, more: object = {}): TransactWriteItem => ({
    ConditionCheck: { TableName, Key: { pk, sk } as Item, ConditionExpression, ...more },
  }),
  update: ({ pk, sk }: Item, UpdateExpression: string, values: Item, more: object = {}): TransactWriteItem => ({
    Update: { TableName, Key: { pk, sk } as Item, UpdateExpression, ExpressionAttributeValues: values, ...more },
  }),
});

const reasonsOf = async (transaction: Promise<unknown>): Promise<readonly CancellationReason[]> => {
  const { CancellationReasons } = await refused(
    transaction,
    CANCELLED,
    /^Transaction cancelled, please refer cancellation reasons/,
  );
  return CancellationReasons as readonly CancellationReason[];
};

const codesOf = async (transaction: Promise<unknown>): Promise<readonly (string | undefined)[]> =>
  (await reasonsOf(transaction)).map(({ Code }) => Code);

const KILOBYTE = 1024;
const LARGE = S('x'.repeat(390 * KILOBYTE));

export const transactWrite: readonly ConformanceCase[] = [
  define(
    'all',
    'All actions of a transaction are done together: puts, updates, deletes, checks.',
    async (items, cloud) => {
      const { put, update, remove, check } = makers(items);
      const [one, two, three, four] = [items.fresh(), items.fresh(), items.fresh(), items.fresh()];
      for (const key of [two, three, four]) await items.put({ ...key, v: N(1) });
      await write(cloud, [
        put({ ...one, v: N(1) }, ABSENT),
        update(two, 'SET v = v + :one', { ':one': N(1) }, PRESENT),
        remove(three, PRESENT),
        check(four, 'v = :one', { ExpressionAttributeValues: { ':one': N(1) } }),
      ]);
      same(await items.get(one), { ...one, v: N(1) });
      same(await items.get(two), { ...two, v: N(2) });
      same(await items.get(three), undefined);
      same(await items.get(four), { ...four, v: N(1) });
    },
  ),
  define('or-nothing', 'One failed condition and nothing of the transaction is done.', async (items, cloud) => {
    const { put, update, check } = makers(items);
    const [one, two, three] = [items.fresh(), items.fresh(), items.fresh()];
    await items.put({ ...two, v: N(1) });
    const codes = await codesOf(
      write(cloud, [put(one), update(two, 'SET v = :two', { ':two': N(2) }), check(three, 'attribute_exists(pk)')]),
    );
    same(codes, ['None', 'None', 'ConditionalCheckFailed']);
    same(await items.get(one), undefined);
    same(await items.get(two), { ...two, v: N(1) });
  }),
  define(
    'one-action-per-item',
    'Two actions on one item are refused, a check among them too.',
    async (items, cloud) => {
      const { put, check } = makers(items);
      const key = items.fresh();
      const message = 'Transaction request cannot include multiple operations on one item';
      await refused(write(cloud, [put(key), put({ ...key, v: N(1) })]), 'ValidationException', message);
      await refused(write(cloud, [put(key), check(key, 'attribute_not_exists(pk)')]), 'ValidationException', message);
      same(await items.get(key), undefined);
    },
  ),
  define('a-hundred-actions', 'A transaction takes up to 100 actions.', async (items, cloud) => {
    const { put } = makers(items);
    const keys = Array.from({ length: 101 }, () => items.fresh());
    await write(
      cloud,
      keys.slice(0, 100).map((key) => put(key)),
    );
    for (const key of [keys[0], keys[99]]) same(await items.get(key ?? {}), key);
    const late = Array.from({ length: 101 }, () => items.fresh());
    await refused(
      write(
        cloud,
        late.map((key) => put(key)),
      ),
      'ValidationException',
      /less than or equal to 100/,
    );
    same(await items.get(late[0] ?? {}), undefined);
  }),
  define('no-actions', 'A transaction without actions is refused.', async (_, cloud) => {
    await refused(write(cloud, []), 'ValidationException', /greater than or equal to 1/);
  }),
  define('four-megabytes', 'The items of a transaction have no more than 4 MB together.', async (items, cloud) => {
    const { put } = makers(items);
    const puts = Array.from({ length: 11 }, () => put({ ...items.fresh(), LARGE }));
    await refused(write(cloud, puts), 'ValidationException');
    await write(cloud, puts.slice(0, 10));
  }),
  define('two-kinds-in-one-action', 'An action is one of put, update, delete and check.', async (items, cloud) => {
    const { put, remove } = makers(items);
    await refused(write(cloud, [{ ...put(items.fresh()), ...remove(items.fresh()) }]), 'ValidationException');
  }),
  define('update-of-the-key', 'An update in a transaction may not touch the key.', async (items, cloud) => {
    const { update } = makers(items);
    const change = write(cloud, [update(items.fresh(), 'SET sk = :b', { ':b': S('b') })]);
    const { name } = await change.then(
      () => ({ name: 'accepted' }),
      (error: unknown) => error as Error,
    );
    holds(['ValidationException', CANCELLED].includes(name), name);
  }),
  define('unknown-table', 'A table that does not exist refuses the whole transaction.', async (items, cloud) => {
    const { put } = makers(items);
    const key = items.fresh();
    const nowhere = { Put: { TableName: cloud.fixture.name('Nowhere'), Item: key } };
    await refused(write(cloud, [put(key), nowhere]), 'ResourceNotFoundException');
    same(await items.get(key), undefined);
  }),
  define(
    'token-again',
    'The same request with the same token does nothing again and succeeds.',
    async (items, cloud) => {
      const { update } = makers(items);
      const key = items.fresh();
      const ClientRequestToken = cloud.unique('t').slice(-36);
      const add = [update(key, 'ADD v :one', { ':one': N(1) })];
      await write(cloud, add, { ClientRequestToken });
      await write(cloud, add, { ClientRequestToken });
      same(await items.get(key), { ...key, v: N(1) });
      await write(cloud, add);
      same(await items.get(key), { ...key, v: N(2) });
    },
  ),
  define('token-of-another-request', 'Another request with a token that was used is refused.', async (items, cloud) => {
    const { put } = makers(items);
    const [one, two] = [items.fresh(), items.fresh()];
    const ClientRequestToken = cloud.unique('t').slice(-36);
    await write(cloud, [put(one)], { ClientRequestToken });
    await refused(write(cloud, [put(two)], { ClientRequestToken }), 'IdempotentParameterMismatchException');
    same(await items.get(two), undefined);
  }),
  define(
    'token-of-a-cancelled-transaction',
    'A transaction that was cancelled may be sent again with its token.',
    async (items, cloud) => {
      const { put, check } = makers(items);
      const [one, two] = [items.fresh(), items.fresh()];
      const ClientRequestToken = cloud.unique('t').slice(-36);
      const actions = [put(one), check(two, 'attribute_exists(pk)')];
      same(await codesOf(write(cloud, actions, { ClientRequestToken })), ['None', 'ConditionalCheckFailed']);
      await items.put(two);
      await write(cloud, actions, { ClientRequestToken });
      same(await items.get(one), one);
    },
  ),
  define('token-too-long', 'A token has up to 36 characters.', async (items, cloud) => {
    const { put } = makers(items);
    const asked = write(cloud, [put(items.fresh())], { ClientRequestToken: 't'.repeat(37) });
    await refused(asked, 'ValidationException', /less than or equal to 36/);
  }),

  reason(
    'in-request-order',
    'Each action has its reason, in the order of the request, None where nothing was wrong.',
    async (items, cloud) => {
      const { put, check } = makers(items);
      const there = items.fresh();
      await items.put(there);
      const codes = await codesOf(
        write(cloud, [
          put(items.fresh()),
          put(there, ABSENT),
          put(items.fresh()),
          check(items.fresh(), 'attribute_exists(pk)'),
        ]),
      );
      same(codes, ['None', 'ConditionalCheckFailed', 'None', 'ConditionalCheckFailed']);
    },
  ),
  reason('message', "A failed condition has DynamoDB's text; None has none.", async (items, cloud) => {
    const { put, check } = makers(items);
    const reasons = await reasonsOf(write(cloud, [put(items.fresh()), check(items.fresh(), 'attribute_exists(pk)')]));
    // DynamoDB Local ends the sentence with a point.
    same(
      reasons.map(({ Message }) => Message?.replace(/\.$/, '')),
      [undefined, 'The conditional request failed'],
    );
  }),
  reason('in-the-message', "The codes stand in the exception's message too.", async (items, cloud) => {
    const { put, check } = makers(items);
    const asked = write(cloud, [put(items.fresh()), check(items.fresh(), 'attribute_exists(pk)')]);
    await refused(asked, CANCELLED, /\[None, ConditionalCheckFailed\]$/);
  }),
  reason(
    'item',
    'The item that a condition met is shown when the action asks for it, and no other.',
    async (items, cloud) => {
      const { put } = makers(items);
      const [one, two] = [
        { ...items.fresh(), v: N(1) },
        { ...items.fresh(), v: N(2) },
      ];
      await items.put(one);
      await items.put(two);
      const shown = { ...ABSENT, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
      const reasons = await reasonsOf(write(cloud, [put(one, shown), put(two, ABSENT)]));
      same(
        reasons.map(({ Item: met }) => met),
        [one, undefined],
      );
    },
  ),
  reason(
    'validation-error',
    'An update that its item does not suit is ValidationError among the reasons.',
    async (items, cloud) => {
      const { update, put } = makers(items);
      const key = items.fresh();
      await items.put({ ...key, v: S('text') });
      const reasons = await reasonsOf(
        write(cloud, [put(items.fresh()), update(key, 'SET v = v + :one', { ':one': N(1) })]),
      );
      same(
        reasons.map(({ Code }) => Code),
        ['None', 'ValidationError'],
      );
      holds(/incorrect data type/.test(reasons[1]?.Message ?? ''), reasons[1]?.Message ?? 'no message');
    },
  ),

  conflicts(
    'transactions',
    'Of transactions on one item at the same time some are cancelled with TransactionConflict, and none is half done.',
    async (items, cloud) => {
      const { update } = makers(items);
      const key = items.fresh();
      await items.put({ ...key, v: N(0) });
      const add = () => write(cloud, [update(key, 'ADD v :one', { ':one': N(1) })]);
      let done = 0;
      const codes = new Set<string | undefined>();
      for (let round = 0; round < 20 && codes.size === 0; round += 1) {
        const results = await Promise.allSettled(Array.from({ length: 20 }, add));
        done += results.filter(({ status }) => status === 'fulfilled').length;
        for (const result of results)
          if (result.status === 'rejected')
            codes.add((result.reason as { CancellationReasons: CancellationReason[] }).CancellationReasons[0]?.Code);
      }
      same([...codes], ['TransactionConflict']);
      same((await items.get(key))?.['v'], N(done));
    },
    { only: 'aws', why: 'The engine does one call at a time, so that no two meet; its drivers can hold an item.' },
  ),
  conflicts(
    'plain-write',
    'A plain write to an item that a transaction holds may throw TransactionConflictException.',
    async (items, cloud) => {
      const { update } = makers(items);
      const key = items.fresh();
      const seen = new Set<string>();
      const plain = () =>
        cloud.dynamodb.send(
          new UpdateItemCommand({
            TableName: items.TableName,
            Key: key,
            UpdateExpression: 'ADD v :one',
            ExpressionAttributeValues: { ':one': N(1) },
          }),
        );
      for (let round = 0; round < 20 && !seen.has('TransactionConflictException'); round += 1) {
        const both = Array.from({ length: 20 }, () => [
          write(cloud, [update(key, 'ADD v :one', { ':one': N(1) })]),
          plain(),
        ]).flat();
        for (const result of await Promise.allSettled<unknown>(both))
          if (result.status === 'rejected') seen.add((result.reason as Error).name);
      }
      holds(seen.has('TransactionConflictException'), [...seen].join());
    },
    { only: 'aws', why: 'The engine does one call at a time, so that no two meet; its drivers can hold an item.' },
  ),
];

export const transactGet: readonly ConformanceCase[] = [
  gets(
    'in-request-order',
    'A transaction of reads answers in the order of the request, with nothing for what is not there.',
    async (items, cloud) => {
      const { TableName } = items;
      const [one, two] = [
        { ...items.fresh(), v: N(1) },
        { ...items.fresh(), v: N(2) },
      ];
      await items.put(one);
      await items.put(two);
      const TransactItems = [two, items.fresh(), one].map(({ pk, sk }) => ({ Get: { TableName, Key: { pk, sk } } }));
      const { Responses } = await cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems }));
      same(
        Responses?.map(({ Item: found }) => found),
        [two, undefined, one],
      );
    },
  ),
  gets('projection', 'Each read of a transaction has a projection of its own.', async (items, cloud) => {
    const { TableName } = items;
    const { pk, sk } = items.fresh();
    await items.put({ pk, sk, a: N(1), name: S('x') });
    const Key = { pk, sk };
    const second = items.fresh();
    await items.put({ ...second, a: N(2) });
    const TransactItems = [
      { Get: { TableName, Key, ProjectionExpression: '#n', ExpressionAttributeNames: { '#n': 'name' } } },
      { Get: { TableName, Key: second, ProjectionExpression: 'a' } },
    ];
    const { Responses } = await cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems }));
    same(
      Responses?.map(({ Item: found }) => found),
      [{ name: S('x') }, { a: N(2) }],
    );
  }),
  gets('a-hundred', 'A transaction reads up to 100 items.', async (items, cloud) => {
    const { TableName } = items;
    const TransactItems = Array.from({ length: 101 }, () => ({ Get: { TableName, Key: items.fresh() } }));
    await cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems: TransactItems.slice(1) }));
    await refused(
      cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems })),
      'ValidationException',
      /less than or equal to 100/,
    );
  }),
  gets(
    'four-megabytes',
    'The items of a transaction of reads have no more than 4 MB together.',
    async (items, cloud) => {
      const { TableName } = items;
      const keys = Array.from({ length: 11 }, () => items.fresh());
      for (const key of keys) await items.put({ ...key, LARGE });
      const TransactItems = keys.map((Key) => ({ Get: { TableName, Key } }));
      await refused(cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems })), 'ValidationException');
    },
  ),
];
