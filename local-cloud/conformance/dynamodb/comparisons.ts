import { asks } from './asking.ts';
import { L, M, N, S, casesOn } from './items.ts';
import { OPERATORS } from './sources.ts';

export const comparisons = casesOn('condition', OPERATORS, [
  asks('equal', 'a = b holds when both have the same type and value.', {
    values: { ':ten': N(10), ':tenText': S('10'), ':eleven': N(11) },
    holds: ['#count = :ten', ':ten = #count'],
    fails: ['#count = :tenText', '#count = :eleven'],
  }),
  asks('equal-numbers-by-value', 'Numbers are compared by their value, not as they were written.', {
    values: { ':ten': N('10.00'), ':exponent': N('1e1') },
    holds: ['#count = :ten', '#count = :exponent'],
    fails: ['#count <> :ten'],
  }),
  asks(
    'equal-sets-and-documents',
    'Sets are equal whatever their order; lists and maps are when all their elements are.',
    {
      values: {
        ':tags': { SS: ['green', 'blue'] },
        ':fewer': { SS: ['green'] },
        ':list': L(S('a'), N(2), M({ deep: S('down') })),
        ':turned': L(N(2), S('a'), M({ deep: S('down') })),
        ':bytes': { B: Uint8Array.of(1, 2, 3) },
      },
      holds: ['tags = :tags', '#list = :list', 'bytes = :bytes'],
      fails: ['tags = :fewer', '#list = :turned'],
    },
  ),
  asks('not-equal', 'a <> b holds when type or value differ.', {
    values: { ':ten': N(10), ':eleven': N(11), ':tenText': S('10') },
    holds: ['#count <> :eleven', '#count <> :tenText'],
    fails: ['#count <> :ten'],
  }),
  asks('not-equal-absent', 'An attribute that is not there differs from every value.', {
    values: { ':one': N(1) },
    holds: ['absent <> :one', 'NOT absent = :one'],
    fails: ['NOT absent <> :one'],
  }),
  asks('less', 'a < b compares numbers by value.', {
    values: { ':nine': N(9), ':ten': N(10), ':hundred': N(100) },
    holds: ['#count < :hundred'],
    fails: ['#count < :ten', '#count < :nine'],
  }),
  asks('less-or-equal', 'a <= b holds at the bound too.', {
    values: { ':nine': N(9), ':ten': N(10) },
    holds: ['#count <= :ten'],
    fails: ['#count <= :nine'],
  }),
  asks('greater', 'a > b compares numbers by value.', {
    values: { ':nine': N(9), ':ten': N(10) },
    holds: ['#count > :nine'],
    fails: ['#count > :ten'],
  }),
  asks('greater-or-equal', 'a >= b holds at the bound too.', {
    values: { ':ten': N(10), ':eleven': N(11) },
    holds: ['#count >= :ten'],
    fails: ['#count >= :eleven'],
  }),
  asks('order-of-strings', 'Strings are ordered by their UTF-8 bytes: capitals come before small letters.', {
    values: { ':capital': S('Z'), ':later': S('p') },
    holds: ['#name > :capital', '#name < :later'],
    fails: ['#name < :capital'],
  }),
  asks('order-of-bytes', 'Binary values are ordered as unsigned bytes.', {
    values: { ':high': { B: Uint8Array.of(255) }, ':low': { B: Uint8Array.of(1, 2) } },
    holds: ['bytes < :high', 'bytes > :low'],
    fails: ['bytes > :high'],
  }),
  asks('no-order-between-types', 'Values of two types have no order: neither is the greater.', {
    values: { ':text': S('5') },
    holds: ['NOT #count < :text', 'NOT #count > :text'],
    fails: ['#count < :text', '#count >= :text'],
  }),
  asks('two-attributes', 'Both sides of a comparison may be attributes.', {
    holds: ['#name = twin', 'price < #count'],
    fails: ['#name <> twin', 'price > #count'],
  }),
  asks('between', 'a BETWEEN b AND c holds from b to c, both included.', {
    values: { ':nine': N(9), ':ten': N(10), ':eleven': N(11), ':twelve': N(12) },
    holds: ['#count BETWEEN :nine AND :eleven', '#count BETWEEN :ten AND :ten', '#count between :nine and :ten'],
    fails: ['#count BETWEEN :eleven AND :twelve'],
  }),
  asks('in', 'a IN (b, c) holds when a equals any of the list.', {
    values: { ':a': S('a'), ':b': N(10), ':c': S('10') },
    holds: ['#count IN (:a, :b)', '#count IN (:b)'],
    fails: ['#count IN (:a, :c)'],
  }),
]);
