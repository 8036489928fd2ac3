import fc from 'fast-check';

/** Small alphabets, so that patterns and events made apart from each other meet often. */
const name = fc.constantFrom(...Array<string>(5).fill('abc').join('').split(''), 'a.b', 'b.c.a');
/** Of one case, of two, of three, and of more than one character in one of them. */
const CASED = ['ß', 'S', 's', 'Σ', 'σ', 'ς', 'ﬁ', 'F', 'I'];
const common = (units: readonly string[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...units) }, { weight: 1, arbitrary: fc.constantFrom(...CASED) });
const unit = common(['a', 'a', 'A', 'b', '*', '\\']);
const ADDRESSES = ['10.0.0.1', '10.0.0.200', '10.0.1.1', '192.168.0.1', '2001:db8::1', '2001:db8:1::', '::1'];
const NETWORKS = [
  ...['10.0.0.0/24', '10.0.0.0/8', '10.0.0.128/25', '0.0.0.0/0', '192.168.0.1/31'],
  ...['2001:db8::/32', '2001:db8::/48', '::/0', '::1/127'],
];

export const word = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(...ADDRESSES) },
);
const letter = common(['a', 'a', 'A', 'b']);
const someWord = fc.string({ unit: letter, minLength: 1, maxLength: 2 });
const anyWord = fc.oneof({ weight: 8, arbitrary: someWord }, { weight: 1, arbitrary: fc.constant('') });
const someWords = fc.array(someWord, { minLength: 1, maxLength: 3 });
const number = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(0.5, -1.25));
const leaf = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 3, arbitrary: number },
  fc.boolean(),
  fc.constant(null),
);

const ignoringCase = fc.record({ 'equals-ignore-case': anyWord });
const affix = fc.oneof(
  fc.record({ prefix: fc.oneof(anyWord, ignoringCase) }),
  fc.record({ suffix: fc.oneof(anyWord, ignoringCase) }),
);
const piece = fc.oneof(someWord, fc.constantFrom('\\*', '\\\\', 'a\\*'));
const wildcardText = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 3 }), fc.boolean(), fc.boolean())
  .map(([pieces, before, after]) => `${before ? '*' : ''}${pieces.join('*')}${after ? '*' : ''}`);
const wildcard = fc.oneof(
  { weight: 4, arbitrary: fc.record({ wildcard: wildcardText }) },
  { weight: 1, arbitrary: fc.constant({ wildcard: '' }) },
  { weight: 1, arbitrary: fc.record({ 'anything-but': fc.record({ wildcard: wildcardText }) }) },
  { weight: 1, arbitrary: fc.constant({ 'anything-but': { wildcard: ['*a', 'b*', ''] } }) },
);

const range = fc
  .tuple(fc.constantFrom('>', '>='), number, fc.constantFrom('<', '<='), number)
  .filter(([, low, , high]) => low < high);
const numeric = fc.record({
  numeric: fc.oneof(fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), number), range),
});
const cidr = fc.record({ cidr: fc.constantFrom(...NETWORKS) });
const exists = fc.record({ exists: fc.boolean() });
const oneOrMore = (text: fc.Arbitrary<string>) => fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }));
const anythingBut = fc.record({
  'anything-but': fc.oneof(
    someWord,
    number,
    someWords,
    fc.array(number, { minLength: 1, maxLength: 3 }),
    fc.record({ prefix: oneOrMore(someWord) }),
    fc.record({ suffix: oneOrMore(someWord) }),
    fc.record({ 'equals-ignore-case': oneOrMore(anyWord) }),
  ),
});
const operator = fc.oneof(affix, ignoringCase, numeric, cidr, exists, anythingBut);

const withoutWildcards = fc.array(fc.oneof(leaf, operator, operator), { minLength: 1, maxLength: 4 });

/** A field's list: values and every operator. EventBridge refuses many wildcards together, so there is at most one. */
export const alternatives = fc.oneof(
  { weight: 3, arbitrary: withoutWildcards },
  { weight: 1, arbitrary: fc.tuple(withoutWildcards, wildcard).map(([others, one]) => [one, ...others.slice(1)]) },
);

const fieldsOf = <T>(inner: fc.Arbitrary<T>) => fc.dictionary(name, inner, { minKeys: 1, maxKeys: 2 });
const withOr = <T extends object>(fields: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 3, arbitrary: fields },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fields, fc.array(fields, { minLength: 2, maxLength: 3 }), fc.boolean())
        .map(([beside, $or, alone]) => (alone ? { $or } : { ...beside, $or })),
    },
  );

export const flatPattern = fieldsOf(alternatives);
const onceNested = withOr(fieldsOf(fc.oneof(alternatives, withOr(flatPattern))));

type Shape = Readonly<Record<string, unknown>>;

/** EventBridge takes no more than a thousand; this many are enough. */
const MOST_COMBINATIONS = 100;
const combinationsIn = (pattern: Shape): number =>
  Object.entries(pattern).reduce((product, [key, inner]) => {
    if (key === '$or') return product * (inner as Shape[]).reduce((sum, one) => sum + combinationsIn(one), 0);
    return product * (Array.isArray(inner) ? 1 : combinationsIn(inner as Shape));
  }, 1);

/** Up to three levels, `$or` on each of them. */
const aPattern = fc
  .oneof(
    { weight: 4, arbitrary: onceNested },
    { weight: 1, arbitrary: withOr(fieldsOf(fc.oneof(alternatives, onceNested))) },
  )
  .filter((pattern) => combinationsIn(pattern) <= MOST_COMBINATIONS);

const value = fc.oneof(
  { weight: 4, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(fc.oneof(leaf, fc.array(leaf, { maxLength: 2 })), { maxLength: 3 }) },
);
export const flatEvent = fc.dictionary(name, value, { maxKeys: 3 });
const severalOf = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const nestedEvent = fc.dictionary(
  name,
  fc.oneof(value, flatEvent, severalOf(fc.oneof({ weight: 3, arbitrary: flatEvent }, { weight: 1, arbitrary: leaf }))),
  { maxKeys: 3 },
);

/** Any event: up to three levels, with lists of values, of objects, of both, and of lists. */
const anEvent = fc.oneof(
  { weight: 3, arbitrary: nestedEvent },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      name,
      fc.oneof(value, nestedEvent, severalOf(nestedEvent), severalOf(severalOf(flatEvent))),
      { maxKeys: 3 },
    ),
  },
);

/** An event with fields where the pattern looks for them; without that few events would come near to a match. */
const shapedLike = ({ $or = [], ...beside }: Shape): fc.Arbitrary<unknown> => {
  const alternativesOf = ($or as readonly Shape[]).map(({ $or: _, ...one }) => one);
  const fields = [...alternativesOf, beside].reduce((all, one) => ({ ...all, ...one }), {});
  const shaped = Object.entries(fields).map(([key, inner]) => {
    const [first = '', ...others] = key.split('.');
    if (others.length > 0)
      // The same path, level by level or with dots in its name.
      return [first, shapedLike({ [others.join('.')]: inner })] as const;
    if (Array.isArray(inner)) return [key, value] as const;
    const one = shapedLike(inner as Shape);
    return [key, fc.oneof({ weight: 2, arbitrary: one }, { weight: 1, arbitrary: severalOf(one) })] as const;
  });
  return fc.record(Object.fromEntries<fc.Arbitrary<unknown>>(shaped), { requiredKeys: [] });
};

type Named = readonly (readonly [levels: readonly string[], value: unknown])[];

const isShape = (one: unknown): one is Shape => typeof one === 'object' && one !== null && !Array.isArray(one);
const namesIn = (one: Shape): Named => Object.entries(one).map(([key, inner]) => [key.split('.'), inner]);
const holdsObjects = (one: unknown): boolean =>
  Array.isArray(one) && one.some((inner) => isShape(inner) || holdsObjects(inner));

/**
 * Whether a path is there in an array of objects, and again with dots in a name. AWS tells the two apart and we do not: a
 * difference that local-cloud/README.md states.
 */
const namesAListTwice = (names: Named): boolean => {
  const firsts = new Set(names.map(([[first = '']]) => first));
  return [...firsts].some((first) => {
    const same = names.filter(([levels]) => levels[0] === first);
    const deeper = same.flatMap(([[, ...others], value]): Named => (others.length > 0 ? [[others, value]] : []));
    const values = same.flatMap(([levels, value]) => (levels.length === 1 ? [value] : []));
    if (same.length > 1 && values.some(holdsObjects)) return true;
    const objects = values.filter(isShape);
    return namesAListTwice([...deeper, ...objects.flatMap(namesIn)]) || values.some(namesAListTwiceWithin);
  });
};

const namesAListTwiceWithin = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.some((one) => (isShape(one) ? namesAListTwice(namesIn(one)) : namesAListTwiceWithin(one)));

/** A pattern and an event for it: one of its shape, or any. */
export const aCase = aPattern
  .chain((pattern) =>
    fc.tuple(
      fc.constant<Shape>(pattern),
      fc.oneof({ weight: 4, arbitrary: shapedLike(pattern) }, { weight: 1, arbitrary: anEvent }),
    ),
  )
  .filter(([, event]) => !isShape(event) || !namesAListTwice(namesIn(event)));
