import { describe, expect, it } from '@jest/globals';
import { readOutbox } from '@orderwire/store/outbox';
import { makeImportItems } from './application/import-items.ts';
import { makeImport } from './handlers/invoked/import-items.ts';
import { aService, mug, withItems } from './testing/a-service.ts';

const counts = (more: object) => expect.objectContaining({ added: 0, updated: 0, unchanged: 0, refused: 0, ...more });

type Row = ReturnType<ReturnType<typeof aService>['row']>;

const eventsOf = (row: Row) =>
  readOutbox(row?.['outbox']?.S ?? '', 'orderwire.catalog').map(({ id, type, detail }) => {
    const { meta, data } = JSON.parse(detail) as { meta: Record<string, unknown>; data: Record<string, unknown> };
    return { id, type, meta, data };
  });

const { id: itemId, stock: initialStock, ...fields } = mug;

describe('importing an item that is new', () => {
  it('lists it with its event in one write', async () => {
    const { importItems, row } = aService();
    expect(await importItems({ items: [mug] }, { awsRequestId: 'r-1' })).toEqual({
      ...{ added: 1, updated: 0, unchanged: 0, refused: 0 },
      entries: [{ index: 0, id: 'mug', result: 'added' }],
    });
    const data = { ...fields, itemId, initialStock, changed: [] };
    expect(eventsOf(row('mug'))).toEqual([
      { id: 'mug#1#0', type: 'ItemCreated', meta: expect.objectContaining({ causationId: 'import/r-1' }), data },
    ]);
  });

  it('is priced in the shop’s currency where it names none, and refuses a class of tax that there is not', async () => {
    const { importItems, row } = aService();
    const { currency: _currency, ...unpriced } = mug;
    await importItems({ items: [unpriced] });
    expect(row('mug')?.['currency']).toEqual({ S: 'CHF' });
    const { entries } = await importItems({ items: [{ ...mug, vatClass: 'luxury' }] });
    const message = 'is one of standard, reduced, second_reduced, super_reduced, zero';
    expect(entries).toMatchObject([{ result: 'refused', errors: [{ pointer: '#/vatClass', message }] }]);
  });

  it('takes no blanks around what is said of it', async () => {
    const { importItems, get } = aService();
    await importItems({ items: [{ ...mug, id: ' MUG-1 ', title: '\tMug\u00A0', brand: ' B ' }] });
    expect((await get('MUG-1')).body).toMatchObject({ id: 'MUG-1', title: 'Mug', brand: 'B' });
  });
});

describe('all that can be said of an item', () => {
  const { title: _, ...untitled } = mug;
  const phone = {
    ...{ ...untitled, id: 'phone-black', name: 'Phone', type: 'smart', brand: 'Apple', company: 'Apple Inc.' },
    ...{ description: 'A phone.', pictures: ['https://shop.example/1.png', 'https://shop.example/2.png'] },
    ...{ sku: 'P-1', gtin: '4006381333931', bin: 'A-17-3', productId: 'phone', cost: '9.10' },
    options: { storage: '128 GB', color: 'black' },
  };

  it('is shown, but neither what it costs the shop nor where it lies', async () => {
    const { importItems, get, row } = aService();
    expect(await importItems({ items: [phone] })).toEqual(counts({ added: 1 }));
    const { stock: _stock, cost: _cost, bin: _bin, ...shown } = phone;
    expect((await get('phone-black')).body).toEqual({
      ...{ ...shown, title: 'Phone', price: '12.90', availability: 'unknown', deliverBy: '2026-03-06' },
    });
    expect(row('phone-black')).toMatchObject({ costMinor: { N: '910' }, bin: { S: 'A-17-3' } });
  });

  it('is told, but for what only the catalogue needs', async () => {
    const { importItems, row } = aService();
    await importItems({ items: [phone] });
    const [event] = eventsOf(row('phone-black'));
    expect(event?.data).toMatchObject({
      ...{ title: 'Phone', sku: 'P-1', gtin: '4006381333931', productId: 'phone', costMinor: 910 },
      options: phone.options,
    });
    expect(Object.keys(event?.data ?? {})).not.toEqual(expect.arrayContaining(['pictures']));
  });

  it('is the same whatever the order of its options, and tells what changed', async () => {
    const { importItems } = aService();
    await importItems({ items: [phone] });
    const turned = { ...phone, options: { color: 'black', storage: '128 GB' } };
    expect(await importItems({ items: [turned] })).toEqual(counts({ unchanged: 1 }));
    const white = { ...phone, options: { ...phone.options, color: 'white' }, gtin: '96385074' };
    expect((await importItems({ items: [white] })).entries).toMatchObject([{ changed: ['gtin', 'options'] }]);
  });
});

describe('importing an item that is known', () => {
  it('changes nothing when it says the same', async () => {
    const { importItems, row } = await withItems('mug');
    const before = row('mug');
    expect(await importItems({ items: [mug] })).toEqual(counts({ unchanged: 1 }));
    expect(row('mug')).toEqual(before);
  });

  it('changes what it says, and tells of it in the same write', async () => {
    const { importItems, get, row } = await withItems('mug');
    const said = { ...mug, title: 'Big mug', priceMinor: 1_490, description: 'Bigger.' };
    expect(await importItems({ items: [said] })).toEqual({
      ...{ added: 0, updated: 1, unchanged: 0, refused: 0 },
      entries: [{ index: 0, id: 'mug', result: 'updated', changed: ['title', 'description', 'priceMinor'] }],
    });
    expect((await get('mug')).body).toMatchObject({ title: 'Big mug', priceMinor: 1_490, description: 'Bigger.' });
    const data = {
      ...fields,
      itemId,
      title: 'Big mug',
      priceMinor: 1_490,
      changed: ['title', 'description', 'priceMinor'],
    };
    expect(eventsOf(row('mug'))).toEqual([
      { id: 'mug#2#0', type: 'ItemUpdated', meta: expect.objectContaining({ sequence: 2 }), data },
    ]);
  });

  it('leaves nothing standing that is no longer said', async () => {
    const { importItems, get } = aService();
    await importItems({ items: [{ ...mug, pictures: ['https://shop.example/mug.png'], brand: 'B' }] });
    expect((await importItems({ items: [mug] })).entries).toMatchObject([{ changed: ['brand', 'pictures'] }]);
    expect(Object.keys((await get('mug')).body)).not.toEqual(expect.arrayContaining(['pictures']));
  });

  it('touches no stock, and no level that is noted', async () => {
    const { importItems, stock, row, get } = await withItems('mug');
    await stock(0, 1);
    await importItems({ items: [{ ...mug, stock: 99, priceMinor: 1 }] });
    expect(row('mug')).toMatchObject({ available: { N: '0' }, availableSequence: { N: '1' }, version: { N: '2' } });
    expect(eventsOf(row('mug'))[0]?.data).not.toHaveProperty('initialStock');
    expect((await get('mug')).body.availability).toBe('sold_out');
    expect(await importItems({ items: [{ ...mug, stock: 7, priceMinor: 1 }] })).toEqual(counts({ unchanged: 1 }));
  });

  it('lists it in its new category', async () => {
    const { importItems, list } = await withItems('mug');
    await importItems({ items: [{ ...mug, category: 'office' }] });
    expect((await list({ category: 'office' })).body.items).toHaveLength(1);
    expect((await list({ category: 'kitchen' })).body.items).toEqual([]);
  });

  it('is decided anew when somebody else changes it at the same time', async () => {
    const { items, importItems, row, get } = await withItems('mug');
    let rivals = 1;
    const late = makeImportItems({
      items: {
        ...items,
        update: async (...change) => {
          if (rivals-- > 0) await importItems({ items: [{ ...mug, title: 'Theirs' }] });
          return items.update(...change);
        },
      },
    });
    const said = await makeImport({ importItems: late, shopCurrency: 'EUR', log: { info: () => undefined } as never })({
      items: [{ ...mug, priceMinor: 5 }],
    });
    expect(said.entries).toMatchObject([{ result: 'updated', changed: ['title', 'priceMinor'] }]);
    expect((await get('mug')).body).toMatchObject({ title: 'Mug', priceMinor: 5 });
    expect(row('mug')?.['version']?.N).toBe('3');
  });

  it('gives up when it changes under every decision, and has changed nothing', async () => {
    const { items } = await withItems('mug');
    const stolen = makeImportItems({
      items: { ...items, update: async (item, _, cause) => items.add(item, 1, cause) },
    });
    const entry = { ...fields, itemId, initialStock, priceMinor: 5 };
    await expect(
      stolen([entry], { correlationId: 'c', causationId: 'c', actor: { type: 'staff', id: 's' } }),
    ).rejects.toMatchObject({ name: 'ContentionError' });
  });
});

describe('a price', () => {
  it.each([
    ['a decimal in text', { price: '12.90' }, 'EUR', '12.90', 1_290],
    ['a decimal number', { price: 12.9 }, 'EUR', '12.90', 1_290],
    ['a whole number', { price: 12 }, 'EUR', '12.00', 1_200],
    ['minor units', { priceMinor: 1_290 }, 'EUR', '12.90', 1_290],
    ['a decimal without minor units', { price: '1290' }, 'JPY', '1290', 1_290],
    ['three digits', { price: '1.290' }, 'KWD', '1.290', 1_290],
  ])('may be %s, and is shown as both', async (_what, price, currency, decimal, priceMinor) => {
    const { importItems, get } = aService();
    const { priceMinor: _, ...unpriced } = mug;
    expect(await importItems({ items: [{ ...unpriced, ...price, currency }] })).toEqual(counts({ added: 1 }));
    expect((await get('mug')).body).toMatchObject({ price: decimal, priceMinor, currency });
  });
});

describe('an entry with faults', () => {
  const cup = { ...mug, id: 'cup' };

  it.each([
    ['an id that no path can carry', { id: 'A/B-100' }, '#/id'],
    ['an id with a backslash', { id: 'A\\B' }, '#/id'],
    ['an id that is a step', { id: '..' }, '#/id'],
    ['an id with a line break', { id: 'A\nB' }, '#/id'],
    ['an id of nothing that is seen', { id: '\u200B' }, '#/id'],
    ['an id of blanks', { id: '   ' }, '#/id'],
    ['an id of 201 characters', { id: 'x'.repeat(201) }, '#/id'],
    ['an id that is no text', { id: 5 }, '#/id'],
    ['a blank title', { title: ' \u00A0 ' }, '#/title'],
    ['a title that turns around', { title: 'Mug \u202Egpj' }, '#/title'],
    ['a title of invisible characters', { title: '\u2060\u3164' }, '#/title'],
    ['a blank category', { category: ' ' }, '#/category'],
    ['a script in the place of a picture', { pictures: ['javascript:alert(1)'] }, '#/pictures/0'],
    ['a picture in the open', { pictures: ['http://shop.example/mug.png'] }, '#/pictures/0'],
    ['a picture of its own', { pictures: ['data:image/png;base64,AA'] }, '#/pictures/0'],
    ['a picture with a password', { pictures: ['https://user:pass@shop.example/mug.png'] }, '#/pictures/0'],
    ['a picture nowhere', { pictures: ['https://'] }, '#/pictures/0'],
    ['no title', { title: undefined }, '#/title'],
    ['two titles', { name: 'Cup' }, '#/title'],
    ['21 pictures', { pictures: Array.from({ length: 21 }, () => 'https://shop.example/a.png') }, '#/pictures'],
    ['a GTIN with a wrong check digit', { gtin: '4006381333932' }, '#/gtin'],
    ['a GTIN of nine digits', { gtin: '123456789' }, '#/gtin'],
    ['a product that no path can carry', { productId: 'a/b' }, '#/productId'],
    ['no options in its list of them', { options: {} }, '#/options'],
    ['an option without a name', { options: { ' ': 'x' } }, '#/options/ '],
    ['a blank option', { options: { color: ' ' } }, '#/options/color'],
    ['two costs', { cost: '1', costMinor: 100 }, '#/costMinor'],
    ['a cost of half a cent', { cost: '0.005' }, '#/cost'],
    ['a currency that is none', { currency: 'EUD' }, '#/currency'],
    ['a price in gold, which has no minor unit', { currency: 'XAU' }, '#/currency'],
    ['half a cent', { priceMinor: 12.5 }, '#/priceMinor'],
    ['a price below nothing', { priceMinor: -1 }, '#/priceMinor'],
    ['a price that no order could hold', { priceMinor: 1_000_000_000_001 }, '#/priceMinor'],
    ['two prices', { price: '12.90' }, '#/priceMinor'],
    ['no price', { priceMinor: undefined }, '#/price'],
    ['a tenth of a cent', { priceMinor: undefined, price: '12.901' }, '#/price'],
    ['a price with an exponent', { priceMinor: undefined, price: '1e3' }, '#/price'],
    ['a price with a comma', { priceMinor: undefined, price: '12,90' }, '#/price'],
    ['a price that is no number', { priceMinor: undefined, price: true }, '#/price'],
    ['a number that JSON does not keep', { priceMinor: undefined, price: Number('99999999999999.99') }, '#/price'],
    ['a class of tax that there is not', { vatClass: 'luxury' }, '#/vatClass'],
    ['less than nothing in stock', { stock: -1 }, '#/stock'],
    ['a field that nobody knows', { colour: 'blue' }, '#/colour'],
  ])('is refused for %s, and the others are taken', async (_what, more, pointer) => {
    const { importItems, list } = aService();
    const said = await importItems({ items: [{ ...mug, ...more }, cup] });
    expect(said).toEqual(counts({ added: 1, refused: 1 }));
    expect(said.entries).toMatchObject([{ index: 0, result: 'refused', errors: [{ pointer }] }, { result: 'added' }]);
    expect((await list()).body.items).toMatchObject([{ id: 'cup' }]);
  });

  it.each([null, 5, 'mug', []])('is refused when it is %j', async (item) => {
    const { importItems } = aService();
    expect((await importItems({ items: [item] })).entries).toEqual([
      { index: 0, result: 'refused', errors: [{ pointer: '#', message: expect.any(String) }] },
    ]);
  });

  it('is refused, and so is its double, when two have one id', async () => {
    const { importItems, list } = aService();
    const said = await importItems({ items: [mug, cup, { ...mug, id: 'mug ', priceMinor: 1 }] });
    expect(said).toEqual(counts({ added: 1, refused: 2 }));
    const errors = [{ pointer: '#/id', message: 'stands in this list more than once' }];
    expect(said.entries).toMatchObject([{ errors }, { result: 'added' }, { errors }]);
    expect((await list()).body.items).toMatchObject([{ id: 'cup' }]);
  });

  it('does not touch the item that it would have changed', async () => {
    const { importItems, get } = await withItems('mug');
    await importItems({ items: [{ ...mug, priceMinor: 5, title: '' }] });
    expect((await get('mug')).body).toMatchObject({ priceMinor: mug.priceMinor });
  });
});

describe('a list', () => {
  it.each([
    ['of nothing', { items: [] }],
    ['of 501 entries', { items: Array.from({ length: 501 }, () => mug) }],
    ['with something beside it', { items: [mug], mode: 'all' }],
    ['that is none', undefined],
  ])('%s is refused, and nothing is written', async (_what, event) => {
    const { importItems, list } = aService();
    await expect(importItems(event)).rejects.toThrow();
    expect((await list()).body.items).toEqual([]);
  });

  it('of 500 entries is taken', async () => {
    const { importItems, lines } = aService();
    const items = Array.from({ length: 500 }, (_, index) => ({ ...mug, id: `mug-${String(index)}` }));
    expect(await importItems({ items })).toEqual(counts({ added: 500 }));
    expect(lines).toMatchObject([{ level: 'info', attributes: { added: 500, refused: 0 } }]);
  });
});
