import type { Row } from './csv.ts';

/**
 * The table of products that Vendure imports: a product's first row names it, and the rows below without a name are its variants.
 * @see https://docs.vendure.io/guides/developer-guide/importing-data/
 */
const HEADER = ['name', 'slug', 'facets', 'optionGroups', 'optionValues', 'sku', 'price', 'taxCategory'];

export const isOfVendure = (columns: ReadonlySet<string>): boolean => HEADER.every((name) => columns.has(name));

const listIn = (text = ''): readonly string[] =>
  text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `screen size` → `screenSize`: what an option is called here. */
const optionName = (group: string): string =>
  group
    .toLowerCase()
    .replace(/[^a-z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/[^A-Za-z0-9]/g, '');

const facetIn = (facets: readonly string[], name: string, place = 0): string | undefined =>
  facets
    .filter((facet) => facet.toLowerCase().startsWith(`${name}:`))
    .map((facet) => facet.slice(name.length + 1).trim())[place];

const TAXES: Readonly<Record<string, string>> = { standard: 'standard', reduced: 'reduced', zero: 'zero' };

const withoutUndefined = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/**
 * Entries of such a table. An item is a variant, under its `sku`; the first facet `category` is its category, the second its type.
 * Assets are names of files, not addresses: they are left out.
 */
export const entriesOfVendure = (rows: readonly Row[]): readonly Readonly<Record<string, unknown>>[] => {
  let product: Row['fields'] = {};
  return rows.map(({ fields }) => {
    if (fields['name'] !== undefined) product = fields;
    const groups = listIn(product['optionGroups']);
    const values = listIn(fields['optionValues']);
    const facets = listIn(product['facets']);
    const tax = fields['taxCategory'] ?? 'standard';
    const stock = fields['stockOnHand'] ?? '0';
    const isVariant = groups.length > 0 && groups.length === values.length;
    return withoutUndefined({
      id: fields['sku'],
      sku: fields['sku'],
      title: product['name'] && [product['name'], ...values].join(', '),
      description: product['description'],
      category: facetIn(facets, 'category') ?? 'products',
      type: facetIn(facets, 'category', 1),
      brand: facetIn(facets, 'brand'),
      price: fields['price'],
      vatClass: TAXES[tax.toLowerCase()] ?? tax,
      stock: /^\d{1,9}$/.test(stock) ? Number(stock) : stock,
      ...(isVariant && {
        productId: product['slug'],
        options: Object.fromEntries(groups.map((group, at) => [optionName(group), values[at]])),
      }),
    });
  });
};
