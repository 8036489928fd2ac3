import { refused, same } from '../check.ts';
import { casesOn, L, M, N, S, type Item, type ItemCase } from './items.ts';
import { PROJECTIONS } from './sources.ts';

const ITEM: Item = {
  a: N(1),
  status: S('new'),
  m: M({ x: N(1), y: M({ z: N(2), zz: N(3) }) }),
  l: L(N(0), N(1), M({ p: N(5), q: N(6) })),
};

const shows = (name: string, rule: string, expression: string, expected: Item | undefined): ItemCase => ({
  name,
  rule,
  run: async (items) => {
    const key = items.fresh();
    await items.put({ ...key, ...ITEM });
    same(await items.get(key, { ProjectionExpression: expression }), expected);
  },
});

export const projection = casesOn('projection', PROJECTIONS, [
  shows('attributes', 'A projection shows the attributes that it names, the key only when it is named.', 'a, l', {
    a: N(1),
    l: ITEM['l'] as Item[string],
  }),
  shows('nested', 'A nested attribute is shown within its parents, without its siblings.', 'm.y.z, m.x', {
    m: M({ x: N(1), y: M({ z: N(2) }) }),
  }),
  shows('list-elements', 'Of a list the elements named are shown, closed up, in their order.', 'l[2].p, l[0]', {
    l: L(N(0), M({ p: N(5) })),
  }),
  shows('absent', 'What the item lacks is left out; an item may be shown as empty.', 'nobody, m.nobody, l[7]', {}),
  {
    name: 'placeholders',
    rule: 'A projection takes name placeholders for reserved words.',
    run: async (items) => {
      const key = items.fresh();
      await items.put({ ...key, ...ITEM });
      await refused(
        items.read(key, { ProjectionExpression: 'status' }),
        'ValidationException',
        /reserved keyword: status/,
      );
      const asked = { ProjectionExpression: '#s', ExpressionAttributeNames: { '#s': 'status' } };
      same(await items.get(key, asked), { status: S('new') });
    },
  },
  {
    name: 'overlap',
    rule: 'Two paths of which one holds the other are refused.',
    run: async (items) => {
      const key = items.fresh();
      await refused(
        items.read(key, { ProjectionExpression: 'm, m.x' }),
        'ValidationException',
        /Two document paths overlap/,
      );
      await refused(
        items.read(key, { ProjectionExpression: 'a, a' }),
        'ValidationException',
        /Two document paths overlap/,
      );
    },
  },
  {
    name: 'syntax',
    rule: 'A projection is a list of paths and nothing else.',
    run: async (items) => {
      await refused(items.read(items.fresh(), { ProjectionExpression: 'a b' }), 'ValidationException', /Syntax error/);
      await refused(items.read(items.fresh(), { ProjectionExpression: '' }), 'ValidationException', /can not be empty/);
    },
  },
]);
