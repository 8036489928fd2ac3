import type { Random } from '../../../simulator/random.ts';
import type { Shape } from '../../protocols/shapes.ts';
import type { Json, Names } from './names.ts';

/** How often a member that is not required is given. One that names something of this deployment is given more often: such an input gets past more checks. */
const OPTIONAL_CHANCE = { named: 0.6, other: 0.03 } as const;
/** Some shapes hold themselves (an AttributeValue holds AttributeValues): deeper ones are left empty. */
const DEEPEST = 6;
const WORDS = ['x', 'hostile', 'a b', 'Ünïcode', '2026-01-01T00:00:00Z', 'arn:aws:x:y:z'] as const;

const scalar = (kind: Shape['kind'], random: Random): Json => {
  if (kind === 'number') return random.pick([0, 1, 7, 100]);
  if (kind === 'boolean') return random.chance(0.5);
  if (kind === 'timestamp') return 1_767_225_600;
  return kind === 'blob' ? 'AAAA' : random.pick(WORDS);
};

const members = (
  shape: Shape & { readonly kind: 'structure' | 'union' },
  names: Names,
  random: Random,
  depth: number,
): Json => {
  const all = Object.entries(shape.members);
  const chosen =
    shape.kind === 'union'
      ? [random.pick(all)]
      : all.filter(([name], at) => {
          const chance = Object.hasOwn(names, name) ? OPTIONAL_CHANCE.named : OPTIONAL_CHANCE.other;
          return at < shape.required || random.chance(chance);
        });
  return Object.fromEntries(
    chosen.map(([name, of]) => {
      const given = names[name];
      const known = given !== undefined && given.length > 0 && random.chance(0.95);
      return [name, known ? random.pick(given) : validInput(of(), names, random, depth + 1)];
    }),
  );
};

/** An input that the model of AWS allows. Where `names` has values for a member, it names something of this deployment. */
export const validInput = (shape: Shape, names: Names, random: Random, depth = 0): Json => {
  if (depth > DEEPEST) return shape.kind === 'list' ? [] : shape.kind === 'map' ? {} : scalar('string', random);
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return members(shape, names, random, depth);
    case 'list':
      return Array.from({ length: random.below(3) }, () => validInput(shape.of(), names, random, depth + 1));
    case 'map':
      return Object.fromEntries(
        Array.from({ length: random.below(3) }, (_, at) => [
          `key${at}`,
          validInput(shape.of(), names, random, depth + 1),
        ]),
      );
    default:
      return scalar(shape.kind, random);
  }
};

const PLACEHOLDERS = ['ExpressionAttributeNames', 'ExpressionAttributeValues'] as const;

/** With what the expressions stand for, and nothing else: otherwise DynamoDB looks no further. */
export const withPlaceholders = (input: Json, names: Names, random: Random): Json => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const fields = Object.entries(input as { readonly [name: string]: Json });
  const text = fields.map(([name, value]) => (name.endsWith('Expression') ? JSON.stringify(value) : '')).join(' ');
  const used = (mark: RegExp, known: Json | undefined): Record<string, Json> =>
    Object.fromEntries(
      [...new Set(text.match(mark))].map((name) => [name, (known as Record<string, Json> | undefined)?.[name] ?? 'x']),
    );
  const [names_, values] = PLACEHOLDERS.map((name) => names[name] ?? [{}]);
  const given: readonly [string, Record<string, Json>][] = [
    ['ExpressionAttributeNames', used(/#\w+/g, random.pick(names_ ?? []))],
    ['ExpressionAttributeValues', used(/:\w+/g, random.pick(values ?? []))],
  ];
  return Object.fromEntries([
    ...fields.filter(([name]) => !PLACEHOLDERS.some((one) => one === name)),
    ...given.filter(([, value]) => Object.keys(value).length > 0),
  ]);
};
