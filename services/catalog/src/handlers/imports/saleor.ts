import type { Row } from './csv.ts';

/** A row of a database as Django writes it down (`dumpdata`): how Saleor ships its sample shop. */
interface Fixture {
  readonly model: string;
  readonly pk: unknown;
  readonly fields: Readonly<Record<string, unknown>>;
}

const isFixture = (item: unknown): item is Fixture => {
  const { model, fields } = (item ?? {}) as Partial<Fixture>;
  return typeof model === 'string' && typeof fields === 'object';
};

export const isOfSaleor = (items: readonly unknown[]): items is readonly Fixture[] =>
  items.length > 0 && items.every(isFixture) && items.some(({ model }) => model === 'product.productvariant');

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** `40.000` → `40`: Saleor writes three digits, whatever the currency. */
const priceIn = (value: unknown): string | undefined =>
  textIn(value)
    ?.replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

const described = ({ description_plaintext: plain, description }: Fixture['fields']): string | undefined =>
  textIn(plain) ?? textIn(description);

/**
 * Entries of such a dump: an item is a variant, under its `sku`. Its price is its own, or that of a channel that sells it: of
 * the first in the currency that is asked for, else of the first. Its stock is what all warehouses have.
 * @returns for each variant what is said of it, and its place in the dump, from 1 on
 */
export const entriesOfSaleor = (items: readonly Fixture[], currency?: unknown): readonly Entry[] => {
  const all = (model: string) => items.filter((item) => item.model === model);
  const byKey = (model: string) => new Map(all(model).map(({ pk, fields }) => [pk, fields]));
  const [products, categories, types] = ['product.product', 'product.category', 'product.producttype'].map(byKey);
  const listings = all('product.productvariantchannellisting').filter(({ fields }) => fields['price_amount'] !== null);
  const stocks = all('warehouse.stock');
  const variants = all('product.productvariant');
  return variants.map((variant) => {
    const { pk, fields } = variant;
    const product = products?.get(fields['product']) ?? {};
    const ofVariant = listings.filter((one) => one.fields['variant'] === pk);
    const listing = (ofVariant.find((one) => one.fields['currency'] === currency) ?? ofVariant[0])?.fields ?? fields;
    const inStock = stocks
      .filter((one) => one.fields['product_variant'] === pk)
      .reduce((sum, one) => sum + Number(one.fields['quantity'] ?? 0), 0);
    const name = textIn(fields['name']);
    const hasOthers = variants.some((other) => other !== variant && other.fields['product'] === fields['product']);
    const said = {
      id: textIn(fields['sku']) ?? `saleor-${String(pk)}`,
      sku: textIn(fields['sku']),
      title: [textIn(product['name']), hasOthers ? name : undefined].filter((part) => part !== undefined).join(', '),
      description: described(product),
      category: textIn(categories?.get(product['category'])?.['name']),
      type: textIn(types?.get(product['product_type'])?.['name']),
      price: priceIn(listing['price_amount']),
      currency: listing['currency'],
      vatClass: 'standard',
      stock: inStock,
      ...(hasOthers && name !== undefined && { productId: textIn(product['slug']), options: { variant: name } }),
    };
    return {
      line: items.indexOf(variant) + 1,
      fields: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== null)),
    };
  });
};

interface Entry extends Pick<Row, 'line'> {
  readonly fields: Readonly<Record<string, unknown>>;
}
