import { LANGUAGES } from '@orderwire/kernel/languages';
import { isCurrency } from '@orderwire/money/currencies';
import { VAT_CLASSES } from '@orderwire/money/vat-classes';
import * as z from 'zod/mini';

/** Minor units of the order's currency. */
export const amountMinor = z.int().check(z.nonnegative());

/** The same, where something may be taken off. */
export const differenceMinor = z.int();

/** ISO 4217. */
export const currency = z
  .string()
  .check(z.regex(/^[A-Z]{3}$/, { abort: true }), z.refine(isCurrency, { error: 'is no currency of ISO 4217' }));

/** Value added tax (VAT), or the sales tax of the place: thousandths of a percent, 19000 is 19 %, 8875 is 8.875 %. */
export const vatRate = z.int().check(z.minimum(0), z.maximum(100_000));

/** What kind of rate an item has: which rate that is, is decided by where it goes. */
export const vatClass = z.enum(VAT_CLASSES);

/** By EN 16931 (UNCL 5305): standard or reduced, zero, exempt, export, another member state, reverse charge. */
export const vatCategory = z.enum(['S', 'Z', 'E', 'G', 'K', 'AE']);

export const identifier = z.string().check(z.minLength(1), z.maxLength(200));

/** What a parcel is called where nobody said so: events before 0.3.0 do not, and an order had one then. */
export const ONLY_PARCEL = 'p1';

/** What people call an order: `4H7K-9MXT-2RWC`, with a check character. Machines name it by its id. */
export const orderNumber = z.string().check(z.regex(/^[2-9CDFHJKMNPRTVWXY]{4}(-[2-9CDFHJKMNPRTVWXY]{4}){2}$/));

/** ISO 639-1: what an order's mails and documents are written in. */
export const language = z.enum(LANGUAGES);

const count = z.int().check(z.minimum(1), z.maximum(99));

/** What tells the variants of a product apart, by name: `{"color": "sea green", "storage": "256 GB"}`. */
export const options = z.record(z.string(), z.string());

/**
 * An order's line, as it was when the order was placed. `unitPrice` is with or without tax, as `prices` of the charges says;
 * `vatRate` and `category` are what it is taxed at. Each item has one line.
 */
export const line = z.object({
  itemId: identifier,
  /** The product that the item is a variant of. */
  productId: z.optional(identifier),
  title: z.string(),
  count,
  options: z.optional(options),
  unitPrice: amountMinor,
  vatClass,
  vatRate,
  category: vatCategory,
  /** What a piece cost the shop, in minor units of its currency: for reports. No customer and no partner sees it. */
  cost: z.optional(amountMinor),
});

/** What stock needs to know of an item. */
export const stockLine = z.object({ itemId: identifier, count: z.int().check(z.positive()) });

/** The same, with what people call the item, where it is known. */
export const titledLine = z.object({ ...stockLine.shape, title: z.optional(z.string()) });

export const shortLine = z.object({
  itemId: identifier,
  requested: z.int().check(z.positive()),
  available: z.int().check(z.nonnegative()),
});

/**
 * What an order, a shipment or a refund costs. Tax is rounded once per category and rate, over lines and shipping together;
 * taxable + tax + rounding = total. A line is an item; a discount is taken off already.
 */
export const charges = z.object({
  /** ISO 3166-1 alpha-2: where the goods went when it was decided. */
  country: z.string(),
  prices: z.enum(['gross', 'net']),
  lines: z.array(
    z.object({
      itemId: identifier,
      count: z.int().check(z.positive()),
      category: vatCategory,
      rate: vatRate,
      /** Only where prices are gross. */
      gross: z.exactOptional(amountMinor),
      net: amountMinor,
      discount: z.exactOptional(amountMinor),
    }),
  ),
  /** As `prices` says: with or without tax. */
  shipping: amountMinor,
  discount: amountMinor,
  taxes: z.array(z.object({ category: vatCategory, rate: vatRate, taxable: amountMinor, tax: amountMinor })),
  rounding: differenceMinor,
  total: amountMinor,
  currency,
});

/** What the country has of these: no postal code in Hong Kong, no city in Singapore. */
export const address = z.object({
  company: z.optional(z.string()),
  street: z.string(),
  /** A second line: floor, building, care of. */
  street2: z.optional(z.string()),
  city: z.optional(z.string()),
  postalCode: z.optional(z.string()),
  region: z.optional(z.string()),
  /** ISO 3166-1 alpha-2. */
  country: z.string(),
});

/** Where the goods of a customer go when an order does not say so: an attribute of the Customers table, not of an event. */
export const defaultAddress = z.object({
  name: z.optional(z.string()),
  phone: z.optional(z.string()),
  ...address.shape,
});

/** Where goods go, and to whom. This and `billing` are the only personal data on the bus. */
export const recipient = z.object({
  name: z.string(),
  email: z.string(),
  phone: z.optional(z.string()),
  address,
});

/** Who buys: the invoice and the mails are theirs, whoever gets the goods. */
export const billing = z.object({
  name: z.string(),
  email: z.string(),
  address,
  /** Of a business: with its prefix, without blanks; its check digits fit. */
  vatId: z.optional(z.string()),
});

export type Line = z.infer<typeof line>;
export type StockLine = z.infer<typeof stockLine>;
export type ShortLine = z.infer<typeof shortLine>;
export type Charges = z.infer<typeof charges>;
export type Address = z.infer<typeof address>;
export type DefaultAddress = z.infer<typeof defaultAddress>;
export type Billing = z.infer<typeof billing>;
export type Recipient = z.infer<typeof recipient>;
