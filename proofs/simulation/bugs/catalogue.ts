import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** Prices that change, and the copy that orders are placed at. */
export const CATALOGUE: readonly Bug[] = [
  {
    id: 'price-copy-goes-backwards',
    what: 'The price that comes last counts, not the one that the item had last.',
    patches: [
      {
        file: files.PRICES,
        find: 'if (seen && seen.sequence >= sequence) return undefined;',
        replace: 'if (seen && seen.sequence === sequence) return undefined;',
      },
    ],
  },
  {
    id: 'price-copy-made-once',
    what: 'The copy of a price is made when the item is first listed, and never again.',
    patches: [
      {
        file: files.PRICES,
        find: 'if (seen && seen.sequence >= sequence) return undefined;',
        replace: 'if (seen) return undefined;',
      },
    ],
  },
  {
    id: 'item-update-without-a-condition',
    what: 'A known item is changed whatever has become of it since it was read.',
    patches: [
      {
        file: files.ITEMS,
        find: "ConditionExpression: 'version = :seen',",
        replace: "ConditionExpression: ':seen > :seen OR attribute_exists(itemId)',",
      },
    ],
  },
  {
    id: 'item-update-tells-nobody',
    what: 'A price is changed in the catalogue, and no event says so.',
    patches: [
      {
        file: files.ITEMS,
        find: "[{ type: 'ItemUpdated', data }],",
        replace: '[],',
      },
    ],
  },
  {
    id: 'item-update-forgets-the-level',
    what: 'A changed item is written anew, without the stock level that was noted.',
    patches: [
      {
        file: files.ITEMS,
        find: 'changeOf({ ...fields, ...inListing(at), version, outbox }',
        replace: 'changeOf({ ...fields, ...inListing(at), version, outbox, available: undefined }',
      },
    ],
  },
];
