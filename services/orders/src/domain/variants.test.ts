import { describe, expect, it } from '@jest/globals';
import type { Price } from './pricing.ts';
import { productsToFind, resolveItems, type Options, type Variant } from './variants.ts';

const anItem = (itemId: string, more: Partial<Price> = {}): Price => ({
  ...{ itemId, title: itemId, category: 'phones', priceMinor: 1, vatClass: 'standard', currency: 'EUR' },
  ...more,
});

const itemsOf = (...items: readonly Price[]) => new Map(items.map((item) => [item.itemId, item]));
const ITEMS = itemsOf(anItem('mug'), anItem('red-mug', { options: { color: 'red' } }));

const variant = (itemId: string, color: string, storage: string): Variant => ({ itemId, options: { color, storage } });
/** White has 128 only. */
const PHONES = [variant('p-1', 'black', '128'), variant('p-2', 'black', '256'), variant('p-3', 'sea green', '128')];
const CAPS: readonly Variant[] = ['black', 'white'].map((color) => ({ itemId: `cap-${color}`, options: { color } }));
const PRODUCTS = new Map<string, readonly Variant[]>([
  ['phone', PHONES],
  ['cap', CAPS],
  ['single', [{ itemId: 'only-one', options: { color: 'red' } }]],
  ['twins', ['a', 'b'].map((itemId) => ({ itemId, options: { color: 'red' } }))],
]);

const resolve = (id: string, options: Options = {}) => resolveItems([{ id, count: 2, options }], ITEMS, PRODUCTS);
const refused = (code: string, option: string, values: readonly string[]) => ({
  ok: false,
  error: { code, faults: [{ position: 0, option, values }] },
});

describe('what a customer names', () => {
  it.each([
    ['an item', 'mug', {}, 'mug'],
    ['an item with the option that it has', 'red-mug', { color: 'Red' }, 'red-mug'],
    ['a product with a colour', 'cap', { color: 'white' }, 'cap-white'],
    ['a product with a colour in other letters', 'cap', { color: 'WHITE' }, 'cap-white'],
    ['a product with the place of a colour', 'cap', { color: '2' }, 'cap-white'],
    ['a product with all its options', 'phone', { color: 'black', storage: '256' }, 'p-2'],
    ['a product with its options in another order', 'phone', { storage: '128', color: '2' }, 'p-3'],
    ['a product with the one option that tells', 'phone', { color: 'sea green' }, 'p-3'],
    ['a product of one variant', 'single', {}, 'only-one'],
    ['the place of an item’s only colour', 'red-mug', { color: '1' }, 'red-mug'],
  ])('may be %s', (_what, id, options, itemId) => {
    expect(resolve(id, options)).toEqual({ ok: true, value: [{ itemId, count: 2 }] });
  });

  it.each([
    ['a colour that the product does not have', 'cap', { color: 'red' }, 'color', ['black', 'white']],
    ['a place beyond the list', 'cap', { color: '3' }, 'color', ['black', 'white']],
    ['place 0', 'cap', { color: '0' }, 'color', ['black', 'white']],
    ['a place of another option than colour', 'phone', { color: 'black', storage: '1' }, 'storage', ['128', '256']],
    ['values that are not made together', 'phone', { color: 'sea green', storage: '256' }, 'storage', ['128']],
    ['an option of a product without it', 'cap', { size: 'L' }, 'size', []],
    ['what every object has', 'cap', { constructor: 'x' }, 'constructor', []],
    ['what every object has, of an item', 'mug', { valueOf: 'x' }, 'valueOf', []],
    ['a colour of an item that has none', 'mug', { color: '1' }, 'color', []],
    ['another colour than the item’s', 'red-mug', { color: 'blue' }, 'color', ['red']],
  ])('is not %s: the answer lists what there is', (_what, id, options, option, values) => {
    expect(resolve(id, options as unknown as Options)).toEqual(refused('OPTION_UNKNOWN', option, values));
  });

  it.each([
    ['a colour', 'cap', {}, 'color', ['black', 'white']],
    ['the storage', 'phone', { color: 'black' }, 'storage', ['128', '256']],
    ['an id, where no option tells variants apart', 'twins', { color: 'red' }, 'id', ['a', 'b']],
  ])('lacks %s', (_what, id, options, option, values) => {
    expect(resolve(id, options as unknown as Options)).toEqual(refused('OPTION_MISSING', option, values));
  });

  it('is neither an item nor a product: every place is named', () => {
    const wanted = ['ghost', 'mug', 'lost'].map((id) => ({ id, count: 1, options: {} }));
    expect(resolveItems(wanted, ITEMS, PRODUCTS)).toEqual({
      ok: false,
      error: { code: 'ITEM_NOT_FOUND', positions: [0, 2] },
    });
  });

  it('is wrong at two places: both are named', () => {
    const wanted = ['cap', 'mug', 'cap'].map((id) => ({ id, count: 1, options: id === 'mug' ? {} : { color: 'x' } }));
    expect(resolveItems(wanted, ITEMS, PRODUCTS)).toMatchObject({
      error: { code: 'OPTION_UNKNOWN', faults: [{ position: 0 }, { position: 2 }] },
    });
  });

  it('is an item before it is a product of that name, unless its options are another variant’s', () => {
    const items = itemsOf(anItem('cap', { productId: 'cap', options: { color: 'black' } }));
    const products = new Map([['cap', [{ itemId: 'cap', options: { color: 'black' } }, ...CAPS.slice(1)]]]);
    const of = (options: Options) => resolveItems([{ id: 'cap', count: 1, options }], items, products);
    expect([of({}), of({ color: 'black' }), of({ color: '2' })]).toMatchObject(
      ['cap', 'cap', 'cap-white'].map((itemId) => ({ value: [{ itemId }] })),
    );
  });
});

describe('products', () => {
  it('are looked up only where an entry is no item, or has options that are not the item’s', () => {
    const wanted = [
      { id: 'mug', count: 1, options: {} },
      { id: 'red-mug', count: 1, options: { color: 'RED' } },
    ];
    expect(productsToFind(wanted, ITEMS)).toEqual([]);
    const more = ['cap', 'cap', 'mug'].map((id) => ({ id, count: 1, options: { color: '1' } }));
    expect(productsToFind([...wanted, ...more], ITEMS)).toEqual(['cap', 'mug']);
  });
});
