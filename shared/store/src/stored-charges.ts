import * as events from '@orderwire/events-schema/common';
import { invariant } from '@orderwire/kernel/invariant';
import * as z from 'zod/mini';

const amounts = z.exactOptional(z.array(events.amountMinor));

/**
 * Charges as a row keeps them beside its lines: only what the lines do not say, for a write is billed by the kilobyte of
 * the whole item. What was rounded is kept, never worked out again.
 */
export const storedCharges = z.object({
  country: events.charges.shape.country,
  /** Of each item, without tax. Only where prices include tax. */
  nets: amounts,
  /** Of each item, where it is not the price of all pieces less the discount: the buyer is not charged the tax in it. */
  grosses: amounts,
  discounts: amounts,
  shipping: events.amountMinor,
  /**
   * Category, rate, taxable amount and tax, then the classes of the lines that are taxed so. Names would take most of the
   * room.
   */
  taxes: z.array(
    z.tuple([events.vatCategory, events.vatRate, events.amountMinor, events.amountMinor], events.vatClass),
  ),
  rounding: z.exactOptional(z.int()),
  total: events.amountMinor,
  currency: events.currency,
});

const { vatClass: _class, vatRate: _rate, category: _category, ...untaxed } = events.line.shape;

/** A line without what `taxes` of the charges say. `vat` is which of their classes it has; absent for the first. */
export const storedLine = z.object({ ...untaxed, vat: z.exactOptional(z.int().check(z.nonnegative())) });

interface Stored {
  readonly lines: readonly z.infer<typeof storedLine>[];
  readonly charges: z.infer<typeof storedCharges>;
}

interface Charged {
  readonly lines: readonly events.Line[];
  readonly charges: events.Charges;
}

type Taxed = Pick<events.Line, 'vatClass' | 'vatRate' | 'category'>;

const isSame = (line: Taxed, other: Taxed): boolean =>
  line.vatClass === other.vatClass && line.vatRate === other.vatRate && line.category === other.category;

/** The ways in which lines are taxed, in the order in which `vat` counts them. */
const kindsOf = ({ taxes }: Stored['charges']): readonly Taxed[] =>
  taxes.flatMap(([category, vatRate, , , ...classes]) => classes.map((vatClass) => ({ vatClass, vatRate, category })));

/** @throws InvariantError for lines that are not those of the charges: nothing is lost in silence */
export const toStored = ({ lines, charges }: Charged): Stored => {
  const { prices, country, shipping, discount, rounding, total, currency } = charges;
  const taxes = charges.taxes.map(({ category, rate, taxable, tax }) => {
    const ofThis = lines.filter((line) => line.category === category && line.vatRate === rate);
    return [category, rate, taxable, tax, ...new Set(ofThis.map(({ vatClass }) => vatClass))] as const;
  });
  const stored: Stored['charges'] = {
    country,
    ...(prices === 'gross' && { nets: charges.lines.map(({ net }) => net) }),
    ...(discount > 0 && { discounts: charges.lines.map((line) => line.discount ?? 0) }),
    shipping,
    taxes: taxes.map((tax) => [...tax]),
    ...(rounding !== 0 && { rounding }),
    total,
    currency,
  };
  const grosses = charges.lines.map(({ gross }) => gross ?? 0);
  const isPlain = prices === 'net' || listed(lines, stored).every((amount, at) => amount === grosses[at]);
  const kinds = kindsOf(stored);
  return {
    lines: lines.map(({ vatClass, vatRate, category, ...line }) => {
      const vat = kinds.findIndex((kind) => isSame(kind, { vatClass, vatRate, category }));
      invariant(vat >= 0, 'Each line is taxed as the charges say.');
      return { ...line, ...(vat > 0 && { vat }) };
    }),
    charges: isPlain ? stored : { ...stored, grosses },
  };
};

/** What each item costs by its price and its discount. */
const listed = (
  lines: readonly Pick<events.Line, 'itemId' | 'count' | 'unitPrice'>[],
  { discounts = [] }: Pick<Stored['charges'], 'discounts'>,
): readonly number[] => lines.map(({ unitPrice, count }, at) => unitPrice * count - (discounts[at] ?? 0));

/**
 * Members come in the order of `chargesOf`: who asks again with the same key gets the same text.
 * @throws InvariantError when a line is taxed in a way that the charges do not know
 */
export const fromStored = ({ lines: kept, charges }: Stored): { lines: events.Line[]; charges: events.Charges } => {
  const { country, nets, discounts, shipping, taxes, rounding = 0, total, currency } = charges;
  const kinds = kindsOf(charges);
  const lines = kept.map(({ vat = 0, ...line }) => {
    const kind = kinds[vat];
    invariant(kind, 'Each line is taxed as the charges say.');
    return { ...line, ...kind };
  });
  const amountsOf = charges.grosses ?? listed(lines, charges);
  return {
    lines,
    charges: {
      country,
      prices: nets === undefined ? 'net' : 'gross',
      lines: lines.map(({ itemId, count, vatRate: rate, category }, at) => {
        const [amount = 0, discount = 0] = [amountsOf[at], discounts?.[at]];
        return {
          ...{ itemId, count, category, rate },
          ...(nets && { gross: amount }),
          net: nets?.[at] ?? amount,
          ...(discount > 0 && { discount }),
        };
      }),
      shipping,
      discount: (discounts ?? []).reduce((all, one) => all + one, 0),
      taxes: taxes.map(([category, rate, taxable, tax]) => ({ category, rate, taxable, tax })),
      rounding,
      total,
      currency,
    },
  };
};
