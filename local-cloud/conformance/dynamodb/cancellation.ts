import { TransactGetItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { ConformanceCase } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { N, S } from './items.ts';
import { API_REASON, TRANSACTIONS } from './sources.ts';
import { ABSENT, CANCELLED, casesOnTransactions, codesOf, LARGE, reasonsOf } from './transacting.ts';

const AT_ONCE = {
  only: 'aws',
  why: 'The engine does one call at a time, so that no two meet; its drivers can hold an item.',
} as const;

export const cancellation: readonly ConformanceCase[] = [
  ...casesOnTransactions('cancellation-reason', API_REASON, [
    {
      name: 'in-request-order',
      rule: 'Each action has its reason, in the order of the request, None where nothing was wrong.',
      run: async ({ items, put, check, write }) => {
        const there = items.fresh();
        await items.put(there);
        const codes = await codesOf(
          write([
            put(items.fresh()),
            put(there, ABSENT),
            put(items.fresh()),
            check(items.fresh(), 'attribute_exists(pk)'),
          ]),
        );
        same(codes, ['None', 'ConditionalCheckFailed', 'None', 'ConditionalCheckFailed']);
      },
    },
    {
      name: 'message',
      rule: "A failed condition has DynamoDB's text; None has none.",
      run: async ({ items, put, check, write }) => {
        const reasons = await reasonsOf(write([put(items.fresh()), check(items.fresh(), 'attribute_exists(pk)')]));
        // DynamoDB Local ends the sentence with a point.
        same(
          reasons.map(({ Message }) => Message?.replace(/\.$/, '')),
          [undefined, 'The conditional request failed'],
        );
      },
    },
    {
      name: 'in-the-message',
      rule: "The codes stand in the exception's message too.",
      run: async ({ items, put, check, write }) => {
        const asked = write([put(items.fresh()), check(items.fresh(), 'attribute_exists(pk)')]);
        await refused(asked, CANCELLED, /\[None, ConditionalCheckFailed\]$/);
      },
    },
    {
      name: 'item',
      rule: 'The item that a condition met is shown when the action asks for it, and no other.',
      run: async ({ items, put, write }) => {
        const [one, two] = [
          { ...items.fresh(), v: N(1) },
          { ...items.fresh(), v: N(2) },
        ];
        await items.put(one);
        await items.put(two);
        const shown = { ...ABSENT, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
        const reasons = await reasonsOf(write([put(one, shown), put(two, ABSENT)]));
        same(
          reasons.map(({ Item: met }) => met),
          [one, undefined],
        );
      },
    },
    {
      name: 'validation-error',
      rule: 'An update that its item does not suit is ValidationError among the reasons.',
      run: async ({ items, update, put, write }) => {
        const key = items.fresh();
        await items.put({ ...key, v: S('text') });
        const reasons = await reasonsOf(write([put(items.fresh()), update(key, 'SET v = v + :one', { ':one': N(1) })]));
        same(
          reasons.map(({ Code }) => Code),
          ['None', 'ValidationError'],
        );
        holds(/incorrect data type/.test(reasons[1]?.Message ?? ''), reasons[1]?.Message ?? 'no message');
      },
    },
    {
      name: 'update-too-large',
      rule: 'An update that makes its item larger than 400 kB is ValidationError among the reasons.',
      run: async ({ items, put, update, write }) => {
        const key = items.fresh();
        await items.put({ ...key, LARGE });
        const more = { ':more': S('x'.repeat(20_000)) };
        const reasons = await reasonsOf(write([put(items.fresh()), update(key, 'SET more = :more', more)]));
        same(
          reasons.map(({ Code }) => Code),
          ['None', 'ValidationError'],
        );
        holds(/Item size to update has exceeded/.test(reasons[1]?.Message ?? ''), reasons[1]?.Message ?? 'no message');
      },
    },
    {
      name: 'first-fault-alone',
      rule: 'An action that does not suit its table is found before any condition is asked, and the first alone is named.',
      run: async ({ items, check, put, write }) => {
        const wrong = () => put({ ...items.fresh(), sk: N(1) });
        const reasons = await reasonsOf(
          write([check(items.fresh(), 'attribute_exists(pk)'), wrong(), wrong(), put(items.fresh())]),
        );
        same(
          reasons.map(({ Code }) => Code),
          ['None', 'ValidationError', 'None', 'None'],
        );
        holds(/Type mismatch for key sk/.test(reasons[1]?.Message ?? ''), reasons[1]?.Message ?? 'no message');
      },
    },
    {
      name: 'of-reads',
      rule: 'A read whose key does not suit its table cancels the reads beside it.',
      run: async ({ items }, cloud) => {
        const { TableName } = items;
        const { pk, sk } = items.fresh();
        const TransactItems = [{ Get: { TableName, Key: { pk, sk } } }, { Get: { TableName, Key: { pk } } }];
        const reasons = await reasonsOf(cloud.dynamodb.send(new TransactGetItemsCommand({ TransactItems })));
        same(reasons, [
          { Code: 'None' },
          { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
        ]);
      },
    },
  ]),
  ...casesOnTransactions('conflict', TRANSACTIONS, [
    {
      name: 'transactions',
      rule: 'Of transactions on one item at the same time some are cancelled with TransactionConflict, and none is half done.',
      ...AT_ONCE,
      run: async ({ items, update, write }) => {
        const key = items.fresh();
        await items.put({ ...key, v: N(0) });
        const add = () => write([update(key, 'ADD v :one', { ':one': N(1) })]);
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
    },
    {
      name: 'plain-write',
      rule: 'A plain write to an item that a transaction holds may throw TransactionConflictException.',
      ...AT_ONCE,
      run: async ({ items, update, write }, cloud) => {
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
            write([update(key, 'ADD v :one', { ':one': N(1) })]),
            plain(),
          ]).flat();
          for (const result of await Promise.allSettled<unknown>(both))
            if (result.status === 'rejected') seen.add((result.reason as Error).name);
        }
        holds(seen.has('TransactionConflictException'), [...seen].join());
      },
    },
  ]),
];
