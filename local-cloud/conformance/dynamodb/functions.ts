import { asks } from './asking.ts';
import { M, N, S, casesOn } from './items.ts';
import { OPERATORS } from './sources.ts';

export const functions = casesOn('condition', OPERATORS, [
  asks('attribute-exists', 'attribute_exists holds for an attribute whatever its value, NULL included.', {
    holds: ['attribute_exists(#name)', 'attribute_exists(nothing)', 'attribute_exists(address.city)'],
    fails: ['attribute_exists(absent)', 'attribute_exists(address.street)', 'attribute_exists(#list[3])'],
  }),
  asks('attribute-not-exists', 'attribute_not_exists holds for an attribute that the item lacks, at any depth.', {
    holds: [
      'attribute_not_exists(absent)',
      'attribute_not_exists(address.street)',
      'attribute_not_exists(absent.deep)',
    ],
    fails: ['attribute_not_exists(#name)', 'attribute_not_exists(nothing)'],
  }),
  asks('attribute-type', 'attribute_type holds for the one type that the attribute has.', {
    values: Object.fromEntries(
      ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'].map((type) => [`:${type}`, S(type)]),
    ),
    holds: [
      'attribute_type(#name, :S)',
      'attribute_type(#count, :N)',
      'attribute_type(bytes, :B)',
      'attribute_type(yes, :BOOL)',
      'attribute_type(nothing, :NULL)',
      'attribute_type(tags, :SS)',
      'attribute_type(numbers, :NS)',
      'attribute_type(blobs, :BS)',
      'attribute_type(#list, :L)',
      'attribute_type(address, :M)',
      'attribute_type(address.floor, :N)',
    ],
    fails: ['attribute_type(#name, :N)', 'attribute_type(absent, :S)'],
  }),
  asks('begins-with', 'begins_with holds for strings and binaries with that beginning.', {
    values: {
      ':order': S('order'),
      ':wire': S('wire'),
      ':whole': S('orderwire'),
      ':bytes': { B: Uint8Array.of(1, 2) },
    },
    holds: ['begins_with(#name, :order)', 'begins_with(#name, :whole)', 'begins_with(bytes, :bytes)'],
    fails: ['begins_with(#name, :wire)', 'begins_with(#count, :order)', 'begins_with(absent, :order)'],
  }),
  asks('contains-in-string', 'contains holds for a string that holds the other one.', {
    values: { ':part': S('derw'), ':other': S('derx') },
    holds: ['contains(#name, :part)'],
    fails: ['contains(#name, :other)', 'contains(absent, :part)'],
  }),
  asks('contains-in-set', 'contains holds for a set with that member.', {
    values: { ':blue': S('blue'), ':blu': S('blu'), ':two': N('2.0'), ':four': N(4), ':byte': { B: Uint8Array.of(1) } },
    holds: ['contains(tags, :blue)', 'contains(numbers, :two)', 'contains(blobs, :byte)'],
    fails: ['contains(tags, :blu)', 'contains(numbers, :four)', 'contains(tags, :two)'],
  }),
  asks('contains-in-list', 'contains holds for a list with an element that equals the operand, whatever its type.', {
    values: { ':a': S('a'), ':two': N(2), ':map': M({ deep: S('down') }), ':b': S('b') },
    holds: ['contains(#list, :a)', 'contains(#list, :two)', 'contains(#list, :map)'],
    fails: ['contains(#list, :b)'],
  }),
  asks('contains-a-path', 'The operand of contains may be a path.', {
    holds: ['contains(#name, twin)'],
    fails: ['contains(#name, address.city)'],
  }),
  asks('size-of-string', 'size of a string is its length, and may be compared like any number.', {
    values: { ':nine': N(9), ':eight': N(8), ':ten': N(10) },
    holds: ['size(#name) = :nine', 'size(#name) > :eight', 'size(#name) BETWEEN :eight AND :ten'],
    fails: ['size(#name) <> :nine', 'size(#name) < :nine'],
  }),
  asks('size-of-binary', 'size of a binary value is its number of bytes.', {
    values: { ':three': N(3) },
    holds: ['size(bytes) = :three'],
    fails: ['size(bytes) > :three'],
  }),
  asks('size-of-collections', 'size of a set, list or map is its number of elements.', {
    values: { ':two': N(2), ':three': N(3) },
    holds: ['size(tags) = :two', 'size(numbers) = :three', 'size(#list) = :three', 'size(address) = :three'],
    fails: ['size(tags) = :three'],
  }),
  asks('size-of-an-absent-attribute', 'A comparison with the size of what is not there does not hold.', {
    values: { ':zero': N(0) },
    holds: ['NOT size(absent) >= :zero'],
    fails: ['size(absent) >= :zero'],
  }),
]);
