import { holds, refused, same } from '../check.ts';
import { N, S } from './items.ts';
import { API_TRANSACT_WRITE } from './sources.ts';
import { ABSENT, CANCELLED, casesOnTransactions, codesOf, LARGE, PRESENT } from './transacting.ts';

export const transactWrite = casesOnTransactions('transact-write', API_TRANSACT_WRITE, [
  {
    name: 'all',
    rule: 'All actions of a transaction are done together: puts, updates, deletes, checks.',
    run: async ({ items, put, update, remove, check, write }) => {
      const [one, two, three, four] = [items.fresh(), items.fresh(), items.fresh(), items.fresh()];
      for (const key of [two, three, four]) await items.put({ ...key, v: N(1) });
      await write([
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
  },
  {
    name: 'or-nothing',
    rule: 'One failed condition and nothing of the transaction is done.',
    run: async ({ items, put, update, check, write }) => {
      const [one, two, three] = [items.fresh(), items.fresh(), items.fresh()];
      await items.put({ ...two, v: N(1) });
      const codes = await codesOf(
        write([put(one), update(two, 'SET v = :two', { ':two': N(2) }), check(three, 'attribute_exists(pk)')]),
      );
      same(codes, ['None', 'None', 'ConditionalCheckFailed']);
      same(await items.get(one), undefined);
      same(await items.get(two), { ...two, v: N(1) });
    },
  },
  {
    name: 'one-action-per-item',
    rule: 'Two actions on one item are refused, a check among them too.',
    run: async ({ items, put, check, write }) => {
      const key = items.fresh();
      const message = 'Transaction request cannot include multiple operations on one item';
      await refused(write([put(key), put({ ...key, v: N(1) })]), 'ValidationException', message);
      await refused(write([put(key), check(key, 'attribute_not_exists(pk)')]), 'ValidationException', message);
      same(await items.get(key), undefined);
    },
  },
  {
    name: 'a-hundred-actions',
    rule: 'A transaction takes up to 100 actions.',
    run: async ({ items, put, write }) => {
      const keys = Array.from({ length: 101 }, () => items.fresh());
      await write(keys.slice(0, 100).map((key) => put(key)));
      for (const key of [keys[0], keys[99]]) same(await items.get(key ?? {}), key);
      const late = Array.from({ length: 101 }, () => items.fresh());
      await refused(write(late.map((key) => put(key))), 'ValidationException', /less than or equal to 100/);
      same(await items.get(late[0] ?? {}), undefined);
    },
  },
  {
    name: 'no-actions',
    rule: 'A transaction without actions is refused.',
    run: async ({ write }) => {
      await refused(write([]), 'ValidationException', /greater than or equal to 1/);
    },
  },
  {
    name: 'four-megabytes',
    rule: 'The items of a transaction have no more than 4 MB together.',
    run: async ({ items, put, write }) => {
      const puts = Array.from({ length: 11 }, () => put({ ...items.fresh(), LARGE }));
      await refused(write(puts), 'ValidationException');
      await write(puts.slice(0, 10));
    },
  },
  {
    name: 'four-megabytes-of-request',
    rule: 'What a transaction brings along counts, and not what its deletes and updates meet.',
    run: async ({ items, remove, update, write }) => {
      const stored = Array.from({ length: 14 }, () => items.fresh());
      for (const key of stored) await items.put({ ...key, LARGE });
      await write(stored.map((key) => update(key, 'SET a = :one', { ':one': N(1) })));
      await write(stored.map((key) => remove(key)));
      for (const key of stored) same(await items.get(key), undefined);
    },
  },
  {
    name: 'two-kinds-in-one-action',
    rule: 'An action is one of put, update, delete and check.',
    run: async ({ items, put, remove, write }) => {
      await refused(write([{ ...put(items.fresh()), ...remove(items.fresh()) }]), 'ValidationException');
    },
  },
  {
    name: 'update-of-the-key',
    rule: 'An update in a transaction may not touch the key.',
    run: async ({ items, update, write }) => {
      const change = write([update(items.fresh(), 'SET sk = :b', { ':b': S('b') })]);
      const { name } = await change.then(
        () => ({ name: 'accepted' }),
        (error: unknown) => error as Error,
      );
      holds(['ValidationException', CANCELLED].includes(name), name);
    },
  },
  {
    name: 'empty-key',
    rule: 'An action whose key is empty refuses the whole transaction.',
    run: async ({ items, put, update, remove, check, write }) => {
      const key = items.fresh();
      const empty = { ...items.fresh(), sk: S('') };
      for (const action of [put(empty), update(empty, 'REMOVE a'), remove(empty), check(empty, 'attribute_exists(pk)')])
        await refused(write([put(key), action]), 'ValidationException', /empty string value/);
      same(await items.get(key), undefined);
    },
  },
  {
    name: 'put-too-large',
    rule: 'A put of more than 400 kB refuses the whole transaction.',
    run: async ({ items, put, write }) => {
      const key = items.fresh();
      const large = { ...items.fresh(), text: S('x'.repeat(400 * 1024)) };
      await refused(write([put(key), put(large)]), 'ValidationException', /Item size has exceeded/);
      same(await items.get(key), undefined);
    },
  },
  {
    name: 'unknown-table',
    rule: 'A table that does not exist refuses the whole transaction.',
    run: async ({ items, put, write }, cloud) => {
      const key = items.fresh();
      const nowhere = { Put: { TableName: cloud.fixture.name('Nowhere'), Item: key } };
      await refused(write([put(key), nowhere]), 'ResourceNotFoundException');
      same(await items.get(key), undefined);
    },
  },
  {
    name: 'token-again',
    rule: 'The same request with the same token does nothing again and succeeds.',
    run: async ({ items, update, write }, cloud) => {
      const key = items.fresh();
      const ClientRequestToken = cloud.unique('t').slice(-36);
      const add = [update(key, 'ADD v :one', { ':one': N(1) })];
      await write(add, { ClientRequestToken });
      await write(add, { ClientRequestToken });
      same(await items.get(key), { ...key, v: N(1) });
      await write(add);
      same(await items.get(key), { ...key, v: N(2) });
    },
  },
  {
    name: 'token-of-another-request',
    rule: 'Another request with a token that was used is refused.',
    run: async ({ items, put, write }, cloud) => {
      const [one, two] = [items.fresh(), items.fresh()];
      const ClientRequestToken = cloud.unique('t').slice(-36);
      await write([put(one)], { ClientRequestToken });
      await refused(write([put(two)], { ClientRequestToken }), 'IdempotentParameterMismatchException');
      same(await items.get(two), undefined);
    },
  },
  {
    name: 'token-of-a-cancelled-transaction',
    rule: 'A transaction that was cancelled may be sent again with its token.',
    run: async ({ items, put, check, write }, cloud) => {
      const [one, two] = [items.fresh(), items.fresh()];
      const ClientRequestToken = cloud.unique('t').slice(-36);
      const actions = [put(one), check(two, 'attribute_exists(pk)')];
      same(await codesOf(write(actions, { ClientRequestToken })), ['None', 'ConditionalCheckFailed']);
      await items.put(two);
      await write(actions, { ClientRequestToken });
      same(await items.get(one), one);
    },
  },
  {
    name: 'token-too-long',
    rule: 'A token has up to 36 characters.',
    run: async ({ items, put, write }) => {
      const asked = write([put(items.fresh())], { ClientRequestToken: 't'.repeat(37) });
      await refused(asked, 'ValidationException', /less than or equal to 36/);
    },
  },
]);
