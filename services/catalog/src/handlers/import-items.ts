import { amountMinor, currency, identifier, taxRate } from '@orderwire/events-schema/common';
import * as z from 'zod/mini';
import type { Imported, NewItem } from '../application/import-items.ts';
import type { Cause } from '@orderwire/messaging/outbox';

const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

const newItem = z.strictObject({
  id: identifier,
  title: text(200),
  category: text(100),
  type: z.optional(text(100)),
  brand: z.optional(text(100)),
  description: z.optional(text(2_000)),
  image: z.optional(z.url()),
  price: amountMinor,
  currency,
  taxRate,
  stock: z.int().check(z.minimum(0), z.maximum(1_000_000)),
});

const request = z.strictObject({ items: z.array(newItem).check(z.minLength(1), z.maxLength(500)) });

const BY_OPERATOR: Cause = {
  correlationId: 'import',
  causationId: 'import',
  actor: { type: 'staff', id: 'import' },
};

/**
 * Invoked by an operator, not over HTTP: `aws lambda invoke --function-name orderwire-catalog-<stage>-importItems`.
 * @throws when the list has faults; nothing is written then
 */
export const makeImport =
  (importItems: (items: readonly NewItem[], cause: Cause) => Promise<Imported>) =>
  async (event: unknown): Promise<Imported> => {
    const { items } = request.parse(event);
    return importItems(
      items.map(({ id, stock, ...item }) => ({ ...withoutUndefined(item), itemId: id, initialStock: stock })),
      BY_OPERATOR,
    );
  };

/** zod types an absent optional as `undefined`; our own types know only absence. */
const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
