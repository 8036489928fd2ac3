import { once } from '@orderwire/kernel/lazy';
import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { consumer } from '@orderwire/lambda/consumer';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import { makeLinks } from '@orderwire/secrets/links';
import { makeCachedSecret } from '@orderwire/secrets/secret-cache';
import { dynamoContacts } from './adapters/dynamo-contacts.ts';
import { dynamoMails } from './adapters/dynamo-mails.ts';
import { makeInvoiceLink } from './adapters/invoice-link.ts';
import { sesMail } from './adapters/ses-mail.ts';
import { kindsFrom } from './adapters/settings.ts';
import { makeNotify } from './application/notify.ts';
import { makeTell } from './application/tell.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';

/** Everything that the notification service is. */
export const compose = (outside: Outside<'dynamo' | 'eventBridge' | 'secretsManager' | 'ses' | 'sqs'>) => {
  const { config, clients, clock, observability } = outside;
  const table = once(() => ({ dynamo: clients.dynamo(), tableName: config.required('MAILS_TABLE') }));
  const contacts = once(() => dynamoContacts({ ...table(), clock }));
  const invoiceLink = once(() => {
    const secretId = config.required('LINK_SECRET_ARN');
    const secret = makeCachedSecret({ secretsManager: clients.secretsManager(), secretId, clock });
    return makeInvoiceLink({ links: makeLinks({ secret, clock }), apiUrl: config.required('API_URL') });
  });
  const notify = once(() => {
    const shopName = config.required('SHOP_NAME');
    const timeoutMs = config.integer('TIMEOUT_SECONDS') * 1000;
    return makeNotify({
      contacts: contacts(),
      mails: dynamoMails(table()),
      send: sesMail({ ses: clients.ses(), from: config.required('MAIL_FROM'), shopName }),
      clock,
      log: observability().log,
      shopName,
      shopTime: shopTimeIn(config.required('SHOP_TIME_ZONE')),
      exemption: config.optional('SMALL_BUSINESS'),
      // No try outlives the function's timeout. All the queue's tries together take far longer than twice that.
      leaseMs: 2 * timeoutMs,
      maxAttempts: config.integer('MAX_RECEIVE_COUNT'),
      off: kindsFrom(config.optional('MAILS_OFF')),
    });
  });
  const tell = once(() => makeTell({ contacts: contacts(), notify: notify(), invoiceLink: invoiceLink() }));
  return {
    consume: consumer(outside, () => subscriptions(tell())),
    publish: publisher('notification', outside),
  };
};
