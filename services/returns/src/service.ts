import { fingerprintOf } from '@orderwire/http/fingerprint';
import { once } from '@orderwire/kernel/lazy';
import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { consumer } from '@orderwire/lambda/consumer';
import { http } from '@orderwire/lambda/http';
import type { Outside } from '@orderwire/lambda/outside';
import { publisher } from '@orderwire/lambda/publisher';
import { dynamoOrders } from './adapters/dynamo-orders.ts';
import { dynamoWaitingOrders } from './adapters/dynamo-waiting-orders.ts';
import { rulesFrom, shippingRuleFrom } from './adapters/settings.ts';
import { staffChanges } from './adapters/staff-changes.ts';
import { makeFollowOrders } from './application/follow-orders.ts';
import { makeHandleReturns } from './application/handle-returns.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { approveReturn } from './handlers/http/approve-return.ts';
import { listReturns } from './handlers/http/list-returns.ts';
import { listWaitingReturns } from './handlers/http/list-waiting-returns.ts';
import { rejectReturn } from './handlers/http/reject-return.ts';
import { requestReturn } from './handlers/http/request-return.ts';

/** Everything that returns are. */
export const compose = (outside: Outside<'dynamo' | 'eventBridge' | 'sqs'>) => {
  const { config, clients, clock } = outside;
  const orders = once(() =>
    dynamoOrders({ dynamo: clients.dynamo(), tableName: config.required('RETURNS_TABLE'), clock }),
  );
  const rules = () =>
    rulesFrom(
      {
        days: config.integer('RETURN_DAYS'),
        approval: config.required('RETURN_APPROVAL'),
        instructions: {
          en: config.optional('RETURN_INSTRUCTIONS_EN'),
          de: config.optional('RETURN_INSTRUCTIONS_DE'),
        },
        labelUrl: config.optional('RETURN_LABEL_URL'),
      },
      shopTimeIn(config.required('SHOP_TIME_ZONE')),
    );
  const handling = once(() => ({
    returns: makeHandleReturns({ orders: orders(), clock, rules: rules() }),
    fingerprintOf,
  }));
  return {
    listReturns: http(outside, listReturns, handling),
    listWaitingReturns: http(
      outside,
      listWaitingReturns,
      once(() => ({
        waiting: dynamoWaitingOrders({ dynamo: clients.dynamo(), tableName: config.required('RETURNS_TABLE') }),
      })),
    ),
    requestReturn: http(outside, requestReturn, handling),
    approveReturn: http(outside, approveReturn, handling),
    rejectReturn: http(outside, rejectReturn, handling),
    consume: consumer(outside, () => {
      const shipping = shippingRuleFrom(config.required('REFUND_SHIPPING'));
      return subscriptions(makeFollowOrders({ orders: orders(), clock, shipping }));
    }),
    publish: publisher('returns', outside, { staffChanges }),
  };
};
