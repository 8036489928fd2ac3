import { refused, same } from '../check.ts';
import { casesOn, L, M, N, S, type Item, type ItemCase } from './items.ts';
import { CONSTRAINTS, TYPES } from './sources.ts';

const keeps = (name: string, rule: string, item: Item, expected: Item = item): ItemCase => ({
  name,
  rule,
  run: async (items) => {
    const key = items.fresh();
    await items.put({ ...key, ...item });
    same(await items.get(key), { ...key, ...expected });
  },
});

const refuses = (name: string, rule: string, message: RegExp, source: string, ...all: readonly Item[]): ItemCase => ({
  name,
  rule,
  source,
  run: async (items) => {
    for (const item of all) {
      const key = items.fresh();
      await refused(items.put({ ...key, ...item }), 'ValidationException', message);
      same(await items.get(key), undefined);
    }
  },
});

/** `n` levels of maps, counted with the attribute itself. */
const nested = (levels: number): Item[string] => (levels <= 1 ? S('deep') : M({ m: nested(levels - 1) }));

const KILOBYTE = 1024;

export const values = casesOn('value', TYPES, [
  keeps('all-types', 'Every type comes back as it was written.', {
    s: S('text'),
    n: N(1),
    b: { B: Uint8Array.of(0, 255) },
    yes: { BOOL: true },
    no: { BOOL: false },
    nothing: { NULL: true },
    m: M({ l: L(M({ s: S('x') })) }),
    l: L(S('a'), N(1), { NULL: true }),
    ss: { SS: ['a', 'b'] },
    ns: { NS: ['1', '2'] },
    bs: { BS: [Uint8Array.of(1), Uint8Array.of(2)] },
  }),
  keeps('empty-string-and-binary', 'Empty strings and binaries may be stored where they are no key.', {
    s: S(''),
    b: { B: new Uint8Array() },
    l: L(S('')),
  }),
  keeps('empty-list-and-map', 'Empty lists and maps may be stored.', { l: L(), m: M({}), deep: L(M({}), L()) }),
  refuses(
    'empty-set',
    'A set may not be empty.',
    /may not be empty|should not be empty/,
    TYPES,
    { s: { SS: [] } },
    { s: { NS: [] } },
    { s: { BS: [] } },
  ),
  keeps('empty-member', 'A set may have an empty string or binary value among its members.', {
    s: { SS: ['', 'a'] },
    b: { BS: [new Uint8Array(), Uint8Array.of(1)] },
  }),
  keeps(
    'numbers-in-sets',
    'Numbers in a set are normalised as others are.',
    { s: { NS: ['1.0', '02'] } },
    { s: { NS: ['1', '2'] } },
  ),
  refuses(
    'set-with-duplicates',
    'The members of a set are distinct, numbers by their value.',
    /contains duplicates/,
    TYPES,
    { s: { SS: ['a', 'a'] } },
    { s: { NS: ['1', '1.0'] } },
  ),
  refuses(
    'empty-key',
    'An attribute of the key may not be empty.',
    /cannot contain an empty string value. Key: sk/,
    CONSTRAINTS,
    { sk: S('') },
  ),
  refuses('null-false', 'NULL is true or nothing.', /Null attribute value types must have the value of true/, TYPES, {
    a: { NULL: false },
  }),
  keeps(
    'numbers-are-normalised',
    'Leading and trailing zeros of numbers are dropped.',
    { a: N('007'), b: N('1.500'), c: N('-0'), d: N('1e3'), e: N('12E-1') },
    { a: N(7), b: N('1.5'), c: N(0), d: N(1000), e: N('1.2') },
  ),
  keeps('38-digits', 'Numbers keep up to 38 significant digits.', {
    a: N('12345678901234567890123456789012345678'),
    b: N('-0.12345678901234567890123456789012345678'),
    c: N('9007199254740993'),
  }),
  refuses('39-digits', 'A number with more than 38 significant digits is refused.', /38/, TYPES, {
    a: N('123456789012345678901234567890123456789'),
  }),
  refuses(
    'number-overflow',
    'A number beyond 9.99…E+125 is refused.',
    /magnitude larger than supported range/,
    TYPES,
    { a: N('1E126') },
    { a: N('-1E126') },
  ),
  refuses(
    'number-underflow',
    'A number closer to zero than 1E-130 is refused.',
    /magnitude smaller than supported range/,
    TYPES,
    {
      a: N('1E-131'),
    },
  ),
  refuses(
    'no-number',
    'A text that is no number is refused as one.',
    /cannot be converted/,
    TYPES,
    { a: N('ten') },
    { a: N('') },
    { a: N('NaN') },
    { a: N('0x10') },
  ),
  {
    name: 'item-of-400-kb',
    rule: 'An item may have 400 kB, names and values together, and no byte more.',
    source: CONSTRAINTS,
    run: async (items) => {
      const key = items.fresh();
      const own = 'pk'.length + key.pk.S.length + 'sk'.length + key.sk.S.length + 'a'.length;
      const text = 'x'.repeat(400 * KILOBYTE - own);
      await items.put({ ...key, a: S(text) });
      const message = /Item size (to update )?has exceeded the maximum allowed size/;
      await refused(items.put({ ...key, a: S(`${text}x`) }), 'ValidationException', message);
      await refused(items.update(key, 'SET b = :b', { ':b': S('x') }), 'ValidationException', message);
      same((await items.get(key))?.['a'], S(text));
    },
  },
  {
    name: 'size-in-utf-8',
    rule: 'The size of text is that of its UTF-8 bytes.',
    source: CONSTRAINTS,
    run: async (items) => {
      const key = items.fresh();
      await refused(items.put({ ...key, a: S('€'.repeat(140 * KILOBYTE)) }), 'ValidationException', /Item size/);
      await items.put({ ...key, a: S('€'.repeat(130 * KILOBYTE)) });
    },
  },
  {
    name: 'length-of-keys',
    rule: 'A partition key has up to 2,048 bytes, a sort key up to 1,024.',
    source: CONSTRAINTS,
    run: async (items, { unique }) => {
      const prefix = unique('long');
      const longest = { pk: S(prefix.padEnd(2048, 'x')), sk: S('y'.repeat(1024)) };
      await items.put(longest);
      same(await items.get(longest), longest);
      await refused(items.put({ ...longest, pk: S(prefix.padEnd(2049, 'x')) }), 'ValidationException');
      await refused(items.put({ ...longest, sk: S('y'.repeat(1025)) }), 'ValidationException');
    },
  },
  {
    name: 'nesting',
    rule: 'Lists and maps may be 32 levels deep, and no deeper.',
    source: CONSTRAINTS,
    run: async (items) => {
      const key = items.fresh();
      await items.put({ ...key, a: nested(32) });
      same(await items.get(key), { ...key, a: nested(32) });
      await refused(
        items.put({ ...key, a: nested(40) }),
        'ValidationException',
        /Nesting Levels have exceeded supported limits/,
      );
    },
  },
  keeps('any-name', 'An attribute may have any name.', {
    'ä ö': N(1),
    __proto: N(2),
    constructor: N(3),
    '#x': N(4),
    ':y': N(5),
  }),
  keeps('unicode', 'Text is kept as it is, beyond the basic plane too.', {
    a: S('Grüße 🚀 \u0000 \u2028'),
    '🚀': N(1),
  }),
]);
