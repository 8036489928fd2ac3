import { once } from '@orderwire/kernel/lazy';
import { consumer } from '@orderwire/lambda/consumer';
import { http } from '@orderwire/lambda/http';
import type { Outside } from '@orderwire/lambda/outside';
import { dynamoAudit } from './adapters/dynamo-audit.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';
import { listAudit } from './handlers/http/list-audit.ts';

/** Everything that operations is. */
export const compose = (outside: Outside<'dynamo' | 'sqs'>) => {
  const { config, clients } = outside;
  const audit = once(() => dynamoAudit({ dynamo: clients.dynamo(), tableName: config.required('AUDIT_TABLE') }));
  return {
    listAudit: http(outside, listAudit, () => ({ audit: audit() })),
    // An entry's place is its event's time, whichever comes first.
    consume: consumer(outside, () => subscriptions(audit()), { atOnce: true }),
  };
};
