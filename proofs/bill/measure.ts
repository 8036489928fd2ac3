import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { localModel } from '@orderwire/local-cloud/dev/platform/platform';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { bundleSimulation } from '../simulation/runner/bundle.ts';
import type { BillAnswer, BillJob, Traffic } from './job.ts';
import { type Bill, billOf, type Totals } from './price.ts';

/** So many take each step together in busy traffic: as many as the largest batch holds. */
const TOGETHER: Readonly<Record<Traffic, number>> = { busy: 100, quiet: 1 };

/** Nothing takes time here, and reads of a stream by Lambda are free. */
const withoutFree = (totals: Totals): Totals =>
  Object.fromEntries(
    Object.entries(totals).map(([service, { 'lambda-ms': _ms, 'stream-read': _reads, ...units }]) => [service, units]),
  );

/** What a plain order of two lines costs that goes from placed to delivered; the same in every run of the same code. */
export const measureBill = async (root: string, terminal: Terminal): Promise<Readonly<Record<Traffic, Bill>>> => {
  const { compose } = await packageServices({ root, terminal });
  const model = localModel(root, compose, { apiUrl: 'http://127.0.0.1:3000', awsUrl: 'http://127.0.0.1:4566' });
  const code = await bundleSimulation(root, 'proofs/bill/worker.ts');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signingKey = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const measure = async (traffic: Traffic): Promise<Bill> => {
    const orders = TOGETHER[traffic];
    const workerData: BillJob = { model, signingKey, traffic, orders };
    const worker = new Worker(code, { eval: true, workerData });
    const [answer] = (await once(worker, 'message')) as [BillAnswer];
    await worker.terminate();
    if ('error' in answer) throw new Error(answer.error);
    return billOf(withoutFree(answer.totals), orders);
  };
  return { busy: await measure('busy'), quiet: await measure('quiet') };
};

/** Traffic → service → unit → how many per order: what `counts.json` holds, so that a change of it is seen in review. */
export type Counts = Readonly<Record<Traffic, Readonly<Record<string, Readonly<Record<string, number>>>>>>;

export const countsOf = (bills: Readonly<Record<Traffic, Bill>>): Counts => {
  const of = ({ byService }: Bill) =>
    Object.fromEntries(Object.entries(byService).map(([service, { perOrder }]) => [service, perOrder]));
  return { busy: of(bills.busy), quiet: of(bills.quiet) };
};

/** As the bench and `npm run bill -- --json` say it. US dollars, without mails. */
export const reportOf = ({ busy, quiet }: Readonly<Record<Traffic, Bill>>) => {
  const usdOf = ({ byService }: Bill, service: string): number =>
    byService[service]?.usdPerMillionOrdersWithoutMails ?? 0;
  return {
    bill: {
      busy: { operations: busy.operations, usdPerMillion: busy.usdPerMillionOrdersWithoutMails },
      quiet: { operations: quiet.operations, usdPerMillion: quiet.usdPerMillionOrdersWithoutMails },
      byService: Object.fromEntries(
        Object.keys(quiet.byService).map((service) => [
          service,
          { busy: usdOf(busy, service), quiet: usdOf(quiet, service) },
        ]),
      ),
    },
  };
};
