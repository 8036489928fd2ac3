import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, eachTurn, type Turn } from '../context.ts';
import { probe, unpackBundle } from '../probe.ts';
import { PROBED, startStub } from '../stub.ts';

const RECORDS = 100;
const BYTES = 2_000;

/** A write of the orders service, as its table's stream has it: one event in its outbox. */
const recordOf = (index: number): object => {
  const orderId = `ord_bench_${index}`;
  const outbox = JSON.stringify({
    ...{ subject: orderId, sequence: 2, at: '2026-01-01T00:00:00.000Z', actor: 'system' },
    ...{ correlationId: `cor_${index}`, causationId: `evt_${index}` },
    events: [{ type: 'OrderConfirmed', version: 1, data: { orderId, customerId: `cus_${index}` } }],
  });
  const line = {
    M: { id: { S: 'bench-item' }, title: { S: 'An item of the bench' }, count: { N: '1' }, net: { N: '1290' } },
  };
  const NewImage = { pk: { S: `order/${orderId}` }, version: { N: '2' }, outbox: { S: outbox } };
  const lines = Math.floor((BYTES - JSON.stringify(NewImage).length) / JSON.stringify(line).length);
  return {
    ...{ eventID: String(index), eventName: 'MODIFY', eventSource: 'aws:dynamodb', awsRegion: 'eu-central-1' },
    dynamodb: {
      ...{ Keys: { pk: NewImage.pk }, SequenceNumber: String(1_000 + index), SizeBytes: BYTES },
      ...{
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        NewImage: { ...NewImage, lines: { L: Array.from({ length: lines }, () => line) } },
      },
    },
  };
};

/** Takes every event. */
const startBus = () =>
  startStub((input) => {
    const { Entries } = input as { readonly Entries: readonly unknown[] };
    return { FailedEntryCount: 0, Entries: Entries.map((_, index) => ({ EventId: `event-${index}` })) };
  });

const ENVIRONMENT = { ...PROBED, BUS_NAME: 'bench', PUBLISH_FAILURES_URL: 'http://127.0.0.1/none' };

const measureTurn = async ({ roots, samples, folder, say }: Context, { root, side, run }: Turn): Promise<void> => {
  say(`stream publisher, run ${run + 1}: ${side}`);
  const own = join(folder, `publisher-${side}-${run}`);
  mkdirSync(own);
  const batch = join(own, 'batch.json');
  writeFileSync(batch, JSON.stringify({ Records: Array.from({ length: RECORDS }, (_, index) => recordOf(index)) }));
  const bus = await startBus();
  try {
    const files = [unpackBundle(root, 'orders', 'publish', own), batch];
    const said = await probe(roots.ours, 'publish', files, { ...ENVIRONMENT, AWS_ENDPOINT_URL: bus.url });
    const { floorMs, publishMs } = JSON.parse(said) as { readonly floorMs: number; readonly publishMs: number };
    samples.add('publisher', side, publishMs / floorMs);
    samples.add('publisher-floor', side, floorMs);
  } finally {
    bus.stop();
  }
};

/** The packaged publisher with the AWS SDK and HTTP, against the least that any publisher has to do. */
export const measurePublisher = (context: Context): Promise<void> =>
  eachTurn(context, (turn) => measureTurn(context, turn));
