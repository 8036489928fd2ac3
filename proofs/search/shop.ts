import { join } from 'node:path';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeOutside } from '@orderwire/testing/outside';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { tableFrom } from '@orderwire/testing/table-definition';
import { compose } from '../../services/catalog/src/service.ts';

export interface Product {
  readonly title: string;
  readonly category: string;
}

/** An import takes so many at once. */
const AT_ONCE = 500;

/** So long after the import nobody changes anything, and the list reads no change twice. */
const QUIET_MS = 10 * 60_000;

/** The catalogue as it is deployed, on a table of its own that holds these products. Their ids are their places in the list. */
export const makeShop = async (root: string, products: readonly Product[]) => {
  const meter = makeMeter();
  let drawn = 0;
  const { operations } = makeDynamoDb({
    environment: { now: () => 0, random: () => (drawn = (drawn + 0.618) % 1) },
    tables: [tableFrom(join(root, 'services/catalog/resources.yml'), 'ItemsTable')],
    meter,
    ownerOf: () => 'catalog',
  });
  const { outside, advance } = makeOutside({
    environment: { ITEMS_TABLE: 'ItemsTable', SHOP_CURRENCY: 'EUR', DELIVER_WITHIN: '5 days', SHOP_TIME_ZONE: 'UTC' },
    clients: { dynamo: makeEngineClient(operations).client },
  });
  const { importItems } = compose(outside);
  for (let start = 0; start < products.length; start += AT_ONCE) {
    const items = products.slice(start, start + AT_ONCE).map((product, at) => ({
      ...{ id: String(start + at), vatClass: 'standard', priceMinor: 199 + ((start + at) % 900), stock: 1 },
      ...product,
    }));
    const { refused, entries } = await importItems({ items });
    if (refused > 0) throw new Error(`A name is refused: ${JSON.stringify(entries.find(({ errors }) => errors))}`);
  }
  advance(QUIET_MS);
  return {
    /** A fresh environment, which knows nothing yet. @returns asks for a page: the ids on it, and the milliseconds of CPU that it took */
    start: () => {
      const { listItems } = compose(outside);
      return async (text: string): Promise<{ readonly ids: readonly number[]; readonly tookMs: number }> => {
        // Later than the last time: nothing that was kept is the answer.
        advance(1_000);
        const before = process.cpuUsage();
        const answer = await listItems(aRequest({ query: { q: text } }));
        const { user, system } = process.cpuUsage(before);
        const tookMs = (user + system) / 1_000;
        const { items = [] } = bodyOf(answer) as { readonly items?: readonly { readonly id: string }[] };
        if (answer.statusCode !== 200) throw new Error(`"${text}" is answered ${String(answer.statusCode)}.`);
        return { ids: items.map(({ id }) => Number(id)), tookMs };
      };
    },
    /** Units that DynamoDB bills, since this was asked for last. */
    billed: () => {
      const { catalog = {} } = meter.totals() as Record<string, Record<string, number>>;
      meter.reset();
      return catalog;
    },
  };
};
