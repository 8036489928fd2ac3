import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { MAX_LINES, type Price, type WantedLine } from '../domain/pricing.ts';
import { productsToFind, resolveItems, type VariantRefusal, type WantedEntry } from '../domain/variants.ts';
import type { Prices } from './ports.ts';

interface Found {
  readonly wanted: readonly WantedLine[];
  readonly prices: ReadonlyMap<string, Price>;
}

/** Finds the items that the customer names. Only who names a product, or options, costs more than one read of items. */
export const makeFindItems =
  ({ find, variantsOf }: Pick<Prices, 'find' | 'variantsOf'>) =>
  async (
    wanted: readonly WantedEntry[],
  ): Promise<Result<Found, VariantRefusal | { readonly code: 'TOO_MANY_LINES' }>> => {
    const ids = [...new Set(wanted.map(({ id }) => id))];
    // Checked before we read so many. The decision counts again, when it is known which items they are.
    if (ids.length > MAX_LINES) return refuse({ code: 'TOO_MANY_LINES' });
    const named = await find(ids);
    const products = productsToFind(wanted, named);
    const variants = products.length === 0 ? new Map() : await variantsOf(products);
    const resolved = resolveItems(wanted, named, variants);
    if (!resolved.ok) return resolved;
    const more = [...new Set(resolved.value.map(({ itemId }) => itemId))].filter((itemId) => !named.has(itemId));
    const prices = more.length === 0 ? named : new Map([...named, ...(await find(more))]);
    return ok({ wanted: resolved.value, prices });
  };
