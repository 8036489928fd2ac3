import { consumer } from '@orderwire/lambda/consumer';
import { publisher } from '@orderwire/lambda/publisher';
import type { Outside } from '@orderwire/lambda/outside';
import { dynamoPayments } from './adapters/dynamo-payments.ts';
import { paymentAttention } from './adapters/payment-attention.ts';
import { simulatedLedger } from './adapters/simulated-ledger.ts';
import { simulatedProvider } from './adapters/simulated-provider.ts';
import { makeTakePayment } from './application/take-payment.ts';
import { subscriptions } from './handlers/events/subscriptions.ts';

/** Everything that payments are. */
export const compose = (outside: Outside<'dynamo' | 'eventBridge' | 'sqs'>) => {
  const { config, clients, clock } = outside;
  const takePayment = () => {
    const table = { dynamo: clients.dynamo(), tableName: config.required('PAYMENTS_TABLE'), clock };
    return makeTakePayment({
      payments: dynamoPayments(table),
      // A real provider takes this place.
      provider: simulatedProvider({
        ledger: simulatedLedger({ dynamo: clients.dynamo(), tableName: config.required('SIMULATED_PROVIDER_TABLE') }),
      }),
      raise: paymentAttention(table),
      maxAttempts: config.integer('MAX_RECEIVE_COUNT'),
    });
  };
  return {
    consume: consumer(outside, () => subscriptions(takePayment())),
    publish: publisher('payments', outside),
  };
};
