import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { spanFrom } from '@orderwire/kernel/span';
import { lazyHandler, once } from '@orderwire/kernel/lazy';
import { makeNewId } from '@orderwire/kernel/ids';
import { consumer } from '@orderwire/lambda/consumer';
import { http } from '@orderwire/lambda/http';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import { dynamoItems } from './adapters/dynamo-items.ts';
import { staffChanges } from './adapters/staff-changes.ts';
import { makeDeliverBy } from './application/deliver-by.ts';
import { makeEditItems } from './application/edit-items.ts';
import { makeFindItems } from './application/find-items.ts';
import { makeImportItems } from './application/import-items.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { changeItem } from './handlers/http/change-item.ts';
import { createItem } from './handlers/http/create-item.ts';
import { getItem } from './handlers/http/get-item.ts';
import { importProducts } from './handlers/http/import-products.ts';
import { listItems } from './handlers/http/list-items.ts';
import { retireItem } from './handlers/http/retire-item.ts';
import { makeImport } from './handlers/invoked/import-items.ts';

/** Everything that the catalogue is. */
export const compose = (outside: Outside<'dynamo' | 'eventBridge' | 'sqs'>) => {
  const { config, clients, clock, observability } = outside;
  const items = once(() => dynamoItems({ dynamo: clients.dynamo(), tableName: config.required('ITEMS_TABLE'), clock }));
  const edit = once(() => makeEditItems({ items: items() }));
  const promise = once(() =>
    makeDeliverBy({
      clock,
      deliverWithin: spanFrom(config.required('DELIVER_WITHIN')),
      shopTime: shopTimeIn(config.required('SHOP_TIME_ZONE')),
    }),
  );
  const shopCurrency = () => config.required('SHOP_CURRENCY');
  const importing = () => ({
    importItems: makeImportItems({ items: items() }),
    shopCurrency: shopCurrency(),
    log: observability().log,
  });
  return {
    listItems: http(outside, listItems, () => ({
      find: makeFindItems({ items: items(), clock }),
      deliverBy: promise(),
    })),
    getItem: http(outside, getItem, () => ({ items: items(), deliverBy: promise() })),
    createItem: http(outside, createItem, () => ({
      edit: edit(),
      newId: makeNewId(clock, outside.randomBytes),
      shopCurrency: shopCurrency(),
    })),
    changeItem: http(outside, changeItem, () => ({ edit: edit() })),
    retireItem: http(outside, retireItem, () => ({ edit: edit() })),
    importProducts: http(outside, importProducts, importing),
    importItems: lazyHandler(() => makeImport(importing())),
    consume: consumer(outside, () => subscriptions({ items: items() })),
    publish: publisher('catalog', outside, { staffChanges }),
  };
};
