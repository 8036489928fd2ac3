import { refused, same } from '../check.ts';
import { asks } from './asking.ts';
import { N, S, casesOn } from './items.ts';
import { CONDITIONS, OPERATORS } from './sources.ts';

export const logic = casesOn('condition', OPERATORS, [
  asks('nested-map', 'A path with points reaches into maps.', {
    values: { ':city': S('Wien'), ':floor': N(3) },
    holds: ['address.city = :city AND address.floor = :floor'],
    fails: ['address.city = :floor'],
  }),
  asks('nested-list', 'A path with an index, counted from zero, reaches into lists, and further.', {
    values: { ':left': S('left'), ':down': S('down') },
    holds: ['address.doors[0] = :left', '#list[2].deep = :down'],
    fails: ['address.doors[1] = :left', '#list[9] = :down'],
  }),
  asks('absent-attribute', 'A comparison with an absent attribute does not hold.', {
    values: { ':one': N(1) },
    holds: ['NOT absent = :one', 'NOT absent > :one'],
    fails: ['absent = :one', 'absent < :one', 'absent IN (:one)', 'absent BETWEEN :one AND :one'],
  }),
  asks('and', 'a AND b holds when both do.', {
    values: { ':ten': N(10), ':nine': N(9) },
    holds: ['#count = :ten AND #count > :nine', '#count = :ten and #count > :nine'],
    fails: ['#count = :ten AND #count = :nine'],
  }),
  asks('or', 'a OR b holds when one does.', {
    values: { ':ten': N(10), ':nine': N(9), ':eight': N(8) },
    holds: ['#count = :nine OR #count = :ten'],
    fails: ['#count = :nine OR #count = :eight'],
  }),
  asks('not', 'NOT a holds when a does not.', {
    values: { ':ten': N(10), ':nine': N(9) },
    holds: ['NOT #count = :nine', 'NOT NOT #count = :ten', 'not attribute_exists(absent)'],
    fails: ['NOT #count = :ten'],
  }),
  asks('precedence-and-before-or', 'AND binds closer than OR.', {
    values: { ':t': N(10), ':f': N(9) },
    holds: ['#count = :t OR #count = :f AND #count = :f'],
    fails: ['(#count = :t OR #count = :f) AND #count = :f'],
  }),
  asks('precedence-not-before-and', 'NOT binds closer than AND.', {
    values: { ':t': N(10), ':f': N(9) },
    holds: ['NOT (#count = :t AND #count = :f)'],
    fails: ['NOT #count = :t AND #count = :f'],
  }),
  asks(
    'precedence-comparison-before-not',
    'Comparisons bind closer than NOT, and BETWEEN takes the AND that follows it.',
    {
      values: { ':t': N(10), ':f': N(9) },
      holds: ['NOT #count BETWEEN :f AND :f AND #count = :t'],
      fails: ['NOT #count BETWEEN :f AND :t AND #count = :t'],
    },
  ),
  {
    name: 'on-an-absent-item',
    rule: 'A condition is asked of an item that is not there as of one without attributes.',
    source: CONDITIONS,
    run: async (items) => {
      const key = items.fresh();
      await refused(
        items.put({ ...key, a: N(1) }, { ConditionExpression: 'attribute_exists(pk)' }),
        'ConditionalCheckFailedException',
      );
      same(await items.get(key), undefined);
      await items.put({ ...key, a: N(1) }, { ConditionExpression: 'attribute_not_exists(pk)' });
      same(await items.get(key), { ...key, a: N(1) });
    },
  },
  {
    name: 'looks-at-the-old-item',
    rule: 'The condition of a put looks at the item that is there, not at the one that is put.',
    source: CONDITIONS,
    run: async (items) => {
      const key = items.fresh();
      await items.put({ ...key, version: N(1) });
      const next = { ...key, version: N(2) };
      const asking = (expected: number) => ({
        ConditionExpression: 'version = :v',
        ExpressionAttributeValues: { ':v': N(expected) },
      });
      await refused(items.put(next, asking(2)), 'ConditionalCheckFailedException');
      await items.put(next, asking(1));
      same(await items.get(key), next);
    },
  },
  {
    name: 'delete',
    rule: 'A delete whose condition fails leaves the item where it is.',
    source: CONDITIONS,
    run: async (items) => {
      const key = items.fresh();
      await items.put({ ...key, locked: { BOOL: true } });
      const unlocked = {
        ConditionExpression: 'locked = :no',
        ExpressionAttributeValues: { ':no': { BOOL: false } },
      };
      await refused(items.remove(key, unlocked), 'ConditionalCheckFailedException');
      same(await items.get(key), { ...key, locked: { BOOL: true } });
    },
  },
]);
