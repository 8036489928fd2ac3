import { cursorOf, DEFAULT_LIMIT, keyOf, pageQuery } from '@orderwire/http/page';
import { CURSOR_INVALID } from '@orderwire/http/refusals';
import { route } from '@orderwire/http/route';
import * as z from 'zod/mini';
import type { DeliverBy } from '../../application/deliver-by.ts';
import type { FindItems } from '../../application/find-items.ts';
import type { FacetValue, Position, Sort } from '../../domain/listing.ts';
import { availability, isItemId, itemView, viewOf } from './item-view.ts';

const text = z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(100)));

const facet = z.array(z.strictObject({ value: z.string(), count: z.int() }));

/** A page of what is on sale: what fits all filters, which are compared without case, and the text, which may have slips. */
export const listItems = route({
  method: 'GET',
  paths: ['/items', '/products'],
  callers: 'anyone',
  query: z.strictObject({
    ...pageQuery,
    category: text,
    type: text,
    brand: text,
    availability: z.optional(availability),
    q: text,
    sort: z.optional(z.enum(['title', 'price', '-price'] satisfies Sort[])),
  }),
  // Reads of the table may be behind by about as much; an order is priced by its own copy.
  keptMs: 1_000,
  answers: {
    200: z.strictObject({
      items: z.array(itemView),
      cursor: z.optional(z.string()),
      /** How many fit, on all pages. */
      count: z.int(),
      /** On the first page: the values of each filter, and how many items there would be with it. */
      facets: z.optional(z.strictObject({ category: facet, type: facet, brand: facet, availability: facet })),
    }),
  },
  refusals: { CURSOR_INVALID },
}).handledBy(
  async (
    { find, deliverBy }: { readonly find: FindItems; readonly deliverBy: DeliverBy },
    { query: { limit = DEFAULT_LIMIT, cursor, q, sort, ...filters } },
  ) => {
    const asked = { q, sort, ...filters };
    const after = cursor === undefined ? undefined : positionAt(cursor, asked);
    if (cursor !== undefined && after === undefined) return { refusal: 'CURSOR_INVALID' };
    const { items, count, facets, last } = await find({ text: q, sort, filters, limit, after });
    const day = deliverBy();
    return {
      status: 200,
      body: {
        items: items.map((item) => viewOf(item, day)),
        count,
        ...(after === undefined && {
          facets: {
            category: copied(facets.category),
            type: copied(facets.type),
            brand: copied(facets.brand),
            availability: copied(facets.availability),
          },
        }),
        ...(last && { cursor: cursorOf({ itemId: last.itemId, at: String(last.value), ...asked }) ?? '' }),
      },
    };
  },
);

const copied = (values: readonly FacetValue[]): FacetValue[] => [...values];

type Asked = Readonly<Record<string, string | undefined>>;

/** A cursor must be one that a list of the same question has given out. */
const positionAt = (cursor: string, asked: Asked): Position | undefined => {
  const said = Object.entries(asked).filter(([, value]) => value !== undefined);
  const key = keyOf(cursor, ['itemId', 'at', ...said.map(([name]) => name)]);
  if (!key.ok) return undefined;
  const { itemId = '', at = '', ...listed } = key.value;
  if (!isItemId(itemId) || !said.every(([name, value]) => listed[name] === value)) return undefined;
  const isByTitle = asked['sort'] === 'title' || (asked['sort'] === undefined && asked['q'] === undefined);
  const value = isByTitle ? at : Number(at === '' ? NaN : at);
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : { itemId, value };
};
