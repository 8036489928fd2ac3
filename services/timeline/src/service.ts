import { once } from '@orderwire/kernel/lazy';
import { consumer } from '@orderwire/lambda/consumer';
import { http } from '@orderwire/lambda/http';
import type { Outside } from '@orderwire/lambda/outside';
import { publisher } from '@orderwire/lambda/publisher';
import { dynamoAttention } from './adapters/dynamo-attention.ts';
import { dynamoStuckOrders } from './adapters/dynamo-stuck-orders.ts';
import { dynamoTimelines } from './adapters/dynamo-timelines.ts';
import { staffChanges } from './adapters/staff-changes.ts';
import { makeCloseAttention } from './application/close-attention.ts';
import { makeRaiseAttention } from './application/raise-attention.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { closeAttention } from './handlers/http/close-attention.ts';
import { getTimeline } from './handlers/http/get-timeline.ts';
import { listAttention } from './handlers/http/list-attention.ts';
import { listStuck } from './handlers/http/list-stuck.ts';

/** Everything that the timeline is. */
export const compose = (outside: Outside<'dynamo' | 'eventBridge' | 'sqs'>) => {
  const { config, clients, clock, observability } = outside;
  const table = once(() => ({ dynamo: clients.dynamo(), tableName: config.required('TIMELINE_TABLE') }));
  const timelines = once(() => dynamoTimelines(table()));
  const list = once(() => dynamoAttention(table()));
  const stuck = once(() => dynamoStuckOrders(table()));
  return {
    getTimeline: http(outside, getTimeline, () => ({ timelines: timelines() })),
    listAttention: http(outside, listAttention, () => ({ list: list() })),
    closeAttention: http(outside, closeAttention, () => ({
      closeAttention: makeCloseAttention({ list: list(), clock }),
    })),
    listStuck: http(outside, listStuck, () => ({ stuck: stuck() })),
    publish: publisher('timeline', outside, { staffChanges }),
    consume: consumer(
      outside,
      () =>
        subscriptions({
          timelines: timelines(),
          raise: makeRaiseAttention({ list: list(), ...observability() }),
          stuck: stuck(),
        }),
      // An entry's place is its event's time, whichever comes first.
      { atOnce: true },
    ),
  };
};
