import { numberOf } from '@orderwire/local-cloud/dev/number-option';
import { proveJourneys } from '../proofs/actors/demo.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run demo -- [--orders N] [--concurrency C] [--url URL] [--bill] [--json]

Takes orders from placed to delivered over real HTTP: as a customer, as the warehouse and as the courier.
  --orders       how many orders (1); one is shown as it happens
  --concurrency  how many at once (1)
  --url          the API of a running platform (npm start); otherwise the demo starts one of its own
  --bill         what AWS would bill per order
  --json         one object on standard output, nothing else there (npm run --silent demo -- --json)
`;

const OPTIONS = {
  orders: { type: 'string', default: '1' },
  concurrency: { type: 'string', default: '1' },
  url: { type: 'string' },
  bill: { type: 'boolean', default: false },
} as const;

export const main = proof(HELP, OPTIONS, ({ values: { orders, concurrency, url, bill, json }, ...given }) => {
  const example = 'npm run demo -- --orders 5';
  const asked = {
    orders: numberOf('orders', orders, example),
    concurrency: numberOf('concurrency', concurrency, example),
    url: url?.replace(/\/$/, ''),
    ...{ bill, keepsInvoice: !json },
  };
  return proveJourneys(asked, given);
});
