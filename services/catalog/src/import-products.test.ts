import { describe, expect, it } from '@jest/globals';
import { pointersOf } from '@orderwire/testing/request';
import { aService, mug } from './testing/a-service.ts';

interface Report {
  readonly added: number;
  readonly refused: number;
  readonly entries: readonly {
    readonly line?: number;
    readonly result: string;
    readonly errors?: readonly { readonly pointer: string }[];
    readonly entry?: object;
  }[];
}

const importing = async (body: object, service = aService(), as = 'staff:u-1') => {
  const { answer } = await service.call('importProducts', { as, body });
  return { ...service, answer, report: JSON.parse(answer.body ?? '') as Report };
};

const DEFAULTS = { category: 'kitchen', vatClass: 'standard', stock: 5 };

/** As shops export it: names of their own, blanks, quotes, an empty line. */
const FILE = [
  'Article;Name;Net price;Colour;Pictures',
  'a-1;"Mug; big";12,90;red;https://shop.example/1.png|https://shop.example/2.png',
  'a-2 ;"Cup ""Anna""";9.90;;',
  '',
  'a-3;;much;blue;',
].join('\r\n');
const COLUMNS = { id: 'Article', title: 'Name', price: 'Net price', 'options.color': 'Colour', pictures: 'Pictures' };

describe('a file', () => {
  it('is imported as its columns are mapped, and says which line is wrong, and why', async () => {
    const { report, get } = await importing({
      csv: FILE.replace('12,90', '12.90'),
      columns: COLUMNS,
      defaults: DEFAULTS,
    });
    expect(report).toMatchObject({ added: 2, refused: 1 });
    expect(report.entries.map(({ line, result }) => [line, result])).toEqual([
      [2, 'added'],
      [3, 'added'],
      [5, 'refused'],
    ]);
    expect(report.entries[2]?.errors?.map(({ pointer }) => pointer)).toEqual(['#/price', '#/title']);
    expect((await get('a-1')).body).toMatchObject({
      ...{ title: 'Mug; big', priceMinor: 1_290, options: { color: 'red' } },
      pictures: ['https://shop.example/1.png', 'https://shop.example/2.png'],
    });
    expect((await get('a-2')).body).toMatchObject({ title: 'Cup "Anna"', priceMinor: 990 });
  });

  it('gives back the rows that it refused, to be mended and sent again', async () => {
    const { report, get, ...service } = await importing({ csv: FILE, columns: COLUMNS, defaults: DEFAULTS });
    const failed = report.entries.flatMap(({ entry }) => entry ?? []);
    expect(failed).toHaveLength(2);
    const again = await importing(
      { items: failed.map((entry) => ({ ...entry, title: 'Mended', price: '1.00' })) },
      { ...service, get },
    );
    expect(again.report).toMatchObject({ added: 2, refused: 0 });
    expect((await get('a-3')).body).toMatchObject({ title: 'Mended', options: { color: 'blue' } });
  });

  it('can be tried without a trace', async () => {
    const tried = await importing({ csv: FILE, columns: COLUMNS, defaults: DEFAULTS, dryRun: true });
    expect([tried.report.added, tried.report.refused]).toEqual([1, 2]);
    expect(tried.row('a-2')).toBeUndefined();
  });

  it.each([
    [{ csv: 'a,a\n1,2' }, '#/csv'],
    [{ csv: '' }, '#/csv'],
    [{ csv: 'id,title' }, '#/csv'],
    [{ csv: 'id,title\n1,2,3' }, '#/csv'],
    [{ csv: 'id,title\n"1"x,2' }, '#/csv'],
    [{ csv: `id\n${'1\n'.repeat(501)}` }, '#/csv'],
    [{ csv: 'id\n1', columns: { colour: 'id' } }, '#/columns/colour'],
    [{ csv: 'id\n1', defaults: { colour: 'red' } }, '#/defaults/colour'],
    [{}, '#/items'],
    [{ items: [mug], csv: 'id\n1' }, '#/items'],
    [{ items: [] }, '#/items'],
  ])('is refused whole where it is none: %#', async (body, pointer) => {
    const { answer } = await importing(body);
    expect([answer.statusCode, pointersOf(answer)]).toEqual([422, [pointer]]);
  });

  it('is for staff', async () => {
    const { answer } = await importing({ items: [mug] }, aService(), 'u-2');
    expect(answer.statusCode).toBe(403);
  });
});

describe('a list', () => {
  it('is imported as it stands, or as it is mapped', async () => {
    const { get, ...service } = await importing({ items: [mug] });
    expect((await get('mug')).status).toBe(200);
    const theirs = { sku: 7, label: 'Cup', cents: 990 };
    const columns = { title: 'label', priceMinor: 'cents', id: 'code', sku: 'code' };
    const mapped = await importing(
      { items: [{ ...theirs, code: 'c-7' }], columns, defaults: DEFAULTS },
      { ...service, get },
    );
    expect(mapped.report).toMatchObject({ added: 1 });
    expect((await get('c-7')).body).toMatchObject({ title: 'Cup', priceMinor: 990, sku: 'c-7' });
  });

  it('that is tried says what would be added, changed and left', async () => {
    const service = await importing({ items: [mug, { ...mug, id: 'cup' }] });
    const items = [mug, { ...mug, id: 'cup', title: 'Cup' }, { ...mug, id: 'new' }];
    const { report } = await importing({ items, dryRun: true }, service);
    expect(report.entries).toMatchObject([
      { result: 'unchanged' },
      { result: 'updated', changed: ['title'] },
      { result: 'added' },
    ]);
    expect(service.row('new')).toBeUndefined();
  });
});

/** In the shape of Vendure's own sample; the words are ours. */
const VENDURE = `name , slug , description , assets , facets , optionGroups , optionValues , sku , price , taxCategory , stockOnHand , trackInventory , variantAssets , variantFacets
Notebook , notebook , "Light, and ""quick""." , a.jpg , category:Electronics|category:Computers|brand:Acme , "screen size|RAM" , "13 inch|8GB" , N-1 , 1299.00 , standard , 100 , true , ,
         , , , , , , "15 inch|8GB" , N-2 , 1399.00 , standard , 90 , true , ,
Atlas , atlas , A book. , b.jpg , category:Books , , , B-1 , 20.00 , reduced , 3 , true , ,
Secret , secret , None. , c.jpg , , , , B-2 , 1.00 , special , 3 , true , ,
`;

describe('a table of Vendure’s', () => {
  it('comes in with its variants, or each row says why not', async () => {
    const { report, get } = await importing({ csv: VENDURE });
    expect(report).toMatchObject({ added: 3, refused: 1 });
    expect((await get('N-2')).body).toMatchObject({
      ...{ title: 'Notebook, 15 inch, 8GB', productId: 'notebook', description: 'Light, and "quick".' },
      ...{ category: 'Electronics', type: 'Computers', brand: 'Acme', priceMinor: 139_900, sku: 'N-2' },
      options: { screenSize: '15 inch', ram: '8GB' },
    });
    expect((await get('B-1')).body).toMatchObject({ title: 'Atlas', vatClass: 'reduced', category: 'Books' });
    expect(report.entries[3]).toMatchObject({ line: 5, errors: [{ pointer: '#/vatClass' }] });
  });
});

describe('a dump of Saleor’s', () => {
  const row = (model: string, pk: number, fields: object) => ({ model, pk, fields });
  const variant = (pk: number, product: number, more: object) =>
    row('product.productvariant', pk, { product, sku: `v-${pk}`, name: 'S', ...more });
  const price = (pk: number, of: number, amount: string, code: string) =>
    row('product.productvariantchannellisting', pk, { variant: of, price_amount: amount, currency: code });
  const dump = [
    row('product.category', 1, { name: 'Shirts' }),
    row('product.producttype', 2, { name: 'Top' }),
    row('product.product', 3, {
      name: 'Tee',
      slug: 'tee',
      category: 1,
      product_type: 2,
      description_plaintext: 'Soft.',
    }),
    row('product.product', 4, { name: 'Cap', slug: 'cap', category: 1, product_type: 2 }),
    ...[variant(5, 3, {}), variant(6, 3, { name: 'M' }), variant(7, 4, { price_amount: '8.00', currency: 'USD' })],
    ...[variant(8, 9, { price_amount: '8.00', currency: 'USD' })],
    ...[price(10, 5, '150.000', 'PLN'), price(11, 5, '45.500', 'USD'), price(12, 6, '150.000', 'PLN')],
    row('warehouse.stock', 13, { product_variant: 5, quantity: 2 }),
    row('warehouse.stock', 14, { product_variant: 5, quantity: 3 }),
  ];

  it('comes in variant by variant, in the currency that is asked for, or says why not', async () => {
    const { report, get, row: stored } = await importing({ items: dump, defaults: { currency: 'USD' } });
    expect(report).toMatchObject({ added: 3, refused: 1 });
    expect((await get('v-5')).body).toMatchObject({
      ...{ title: 'Tee, S', description: 'Soft.', category: 'Shirts', type: 'Top', productId: 'tee' },
      ...{ priceMinor: 4_550, currency: 'USD', options: { variant: 'S' } },
    });
    expect((await get('v-6')).body).toMatchObject({ priceMinor: 15_000, currency: 'PLN' });
    expect((await get('v-7')).body).toMatchObject({ title: 'Cap', priceMinor: 800 });
    expect(stored('v-5')?.['outbox']?.S).toContain('"initialStock":5');
    // Its product is not in the dump.
    expect(report.entries[3]).toMatchObject({ line: 8, result: 'refused', entry: { id: 'v-8' } });
  });
});
