import { consumer } from '@orderwire/lambda/consumer';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import type { Subscription } from '@orderwire/messaging/queue-consumer';
import { makeCachedSecret } from '@orderwire/secrets/secret-cache';
import type { makeHttpPost } from './http-post.ts';
import { type Partner, partnerNamed, secretVariable } from './partners.ts';
import { RETRY_POLICY } from './retry-policy.ts';
import { makeTellPartner, type TellPartner } from './tell-partner.ts';
import { makeWebhookLog, type OutcomeEvents } from './webhook-log.ts';
import { makeWebhookSender } from './webhook-sender.ts';
import { makeWebhooks } from './webhooks.ts';

/** What is outside of a service that tells partners. */
export type PartnerOutside = Outside<'dynamo' | 'eventBridge' | 'secretsManager' | 'sqs'> & {
  readonly makeHttpPost: typeof makeHttpPost;
};

/**
 * A service that tells partners about orders (services/webhooks.yml): `consume` tells the one that its variable PARTNER
 * names, and `publish` says what became of each webhook.
 * @param own the service's name, the events that it publishes, and what it tells a partner about which events
 */
export const composePartnerService = (
  outside: PartnerOutside,
  own: {
    readonly service: string;
    readonly outcomes: OutcomeEvents;
    readonly subscriptions: (tell: TellPartner) => readonly Subscription[];
  },
) => {
  const { config, clients, clock, observability } = outside;

  const senderTo = (partner: Partner) => {
    const allowLocal = config.optional('ALLOW_LOCAL_WEBHOOKS') === 'yes';
    const secretId = config.required(secretVariable(partner));
    return makeWebhookSender({
      post: outside.makeHttpPost({ timeoutMs: RETRY_POLICY.timeoutMs, allowLocal }),
      url: config.required('WEBHOOK_URL'),
      allowLocal,
      secret: makeCachedSecret({ secretsManager: clients.secretsManager(), secretId, clock }),
      clock,
    });
  };

  const tellPartner = (): TellPartner => {
    const partner = partnerNamed(config.required('PARTNER'));
    const tableName = config.required('REQUESTS_TABLE');
    const webhooks = makeWebhooks({
      partner: partner.name,
      service: own.service,
      webhookLog: makeWebhookLog({ dynamo: clients.dynamo(), tableName, events: own.outcomes }),
      send: senderTo(partner),
      clock,
      ...observability(),
      maxAttempts: config.integer('MAX_RECEIVE_COUNT'),
      leaseMs: config.integer('TIMEOUT_SECONDS') * 1000,
    });
    return makeTellPartner({ partner, webhooks, apiUrl: config.required('API_URL') });
  };

  return {
    consume: consumer(outside, () => own.subscriptions(tellPartner())),
    publish: publisher(own.service, outside),
  };
};
