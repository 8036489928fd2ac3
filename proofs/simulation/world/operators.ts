import { marshall } from '@aws-sdk/util-dynamodb';
import type { ServiceName } from '@orderwire/local-cloud/engine/contract';
import type { FaultKind } from '@orderwire/local-cloud/simulator/faults';
import type { ActingPartner } from '../partners.ts';
import { rotate } from './keys.ts';
import type { World } from './world.ts';

const SHORTEST_OUTAGE_MS = 10_000;
const OUTAGE_MS = 80_000;

const deadLetters = (world: World): readonly { readonly arn: string; readonly inboxArn: string }[] =>
  world.model.queues.flatMap(({ redrive, arn }) =>
    redrive === undefined ? [] : [{ arn: redrive.deadLetterArn, inboxArn: arn }],
  );

/** Everything that was parked goes back to its queue, as an operator does it with `aws sqs start-message-move-task`. */
export const redriveAll = (world: World): void => {
  for (const { arn, inboxArn } of deadLetters(world))
    world.simulator.admin('sqs', 'StartMessageMoveTask', { SourceArn: arn, DestinationArn: inboxArn });
};

/** Everything that was ever published comes again, from the archive. */
export const replayAll = ({ simulator, model }: World): void => {
  const [archive] = model.archives;
  const [bus] = model.buses;
  if (archive === undefined || bus === undefined) throw new Error('The deployment has no archive.');
  simulator.admin('events', 'StartReplay', {
    ReplayName: `replay-at-step-${String(simulator.steps())}`,
    EventSourceArn: archive.arn,
    EventStartTime: new Date(0),
    EventEndTime: new Date(simulator.now() + 1000),
    Destination: { Arn: bus.arn },
  });
};

/** Messages that no consumer can ever understand, and a row that no publisher can. They must end where people look. */
export const POISON: readonly { readonly service: string; readonly body: string }[] = [
  { service: 'inventory', body: 'not json' },
  { service: 'payments', body: JSON.stringify({ 'detail-type': 'OrderSold', detail: {} }) },
  { service: 'timeline', body: JSON.stringify({ 'detail-type': 'OrderPlaced', detail: { meta: { version: 99 } } }) },
  { service: 'notification', body: JSON.stringify({ 'detail-type': 'OrderPlaced', detail: { meta: { version: 1 } } }) },
  { service: 'invoice', body: JSON.stringify(['x'.repeat(200_000)]) },
];

export const POISON_ROW = 'poison/row';

const poison = ({ simulator, names }: World): void => {
  for (const { service, body } of POISON)
    simulator.admin('sqs', 'SendMessage', { QueueUrl: names.queueUrl(service, 'Inbox'), MessageBody: body });
  simulator.admin('dynamodb', 'PutItem', {
    TableName: names.table('StockTable'),
    Item: marshall({ pk: POISON_ROW, outbox: 'not json', version: 1 }),
  });
};

/** Kills the local cloud and starts it again: whatever was answered before must be there. */
const restart = ({ simulator, ledger, checks, names }: World): void => {
  simulator.restart();
  const statusOf = (orderId: string): string | undefined => {
    const read = { TableName: names.table('OrdersTable'), Key: marshall({ pk: `order/${orderId}` }) };
    const { Item } = simulator.admin('dynamodb', 'GetItem', read) as { Item?: { status?: { S?: string } } };
    return Item?.status?.S;
  };
  for (const { orderId } of ledger.placed.values()) {
    const status = statusOf(orderId);
    checks.that('16-restart', status !== undefined, () => 'an acknowledged order is gone after the restart', orderId);
    if (ledger.cancelled.has(orderId))
      checks.that(
        '16-restart',
        status === 'cancelled',
        () => `cancelled, and ${String(status)} after the restart`,
        orderId,
      );
  }
  const lost = simulator.engine().inFlight().length;
  checks.that('16-restart', lost === 0, () => `${String(lost)} invocations are in flight, and nobody works on them`);
};

type Act = (world: World, value: number) => void;

/** The service answers nobody for a while; in half of all outages some calls get through. */
const outageOf =
  (service: ServiceName): Act =>
  ({ simulator }, value) => {
    const from = simulator.now();
    simulator.outage(service, from, from + SHORTEST_OUTAGE_MS + Math.floor(value * OUTAGE_MS), value < 0.5 ? 1 : 0.7);
  };

const partnerFor = (value: number): ActingPartner => (value < 0.5 ? 'warehouse' : 'courier');

/** Does it now, and once more after a while. */
const twice =
  (act: Act, afterMs: number): Act =>
  (world, value) => {
    act(world, value);
    world.begin(async () => {
      await world.simulator.sleep(afterMs);
      act(world, value);
    });
  };

const rotateOne: Act = (world, value) => rotate(world, partnerFor(value));

const PLACING_MS = 20_000;
const SHORTEST_CLOSED_MS = 8 * 60_000;
const CLOSED_MS = 50 * 60_000;

/** One service hears nothing for so long that orders are given up: what it answers then comes late. */
const closeQueue: Act = ({ simulator, names }, value) => {
  const service = ['inventory', 'payments', 'orders'][Math.floor(value * 3)] ?? 'orders';
  const until = simulator.now() + SHORTEST_CLOSED_MS + Math.floor(((value * 3) % 1) * CLOSED_MS);
  simulator.closeQueue(names.queueUrl(service, 'Inbox'), until);
};

const DAY_MS = 24 * 3_600_000;

/** Longer than the longest day that a clock of ours counts. */
const LEAST_DEAF_MS = DAY_MS + 3_600_000;

/**
 * One service hears nothing for more than a day: what was ordered before is answered and goes on, and what was ordered after
 * waits for it until it is given up.
 */
export const goDeaf = ({ simulator, names, ledger, begin }: World): void => {
  const { random } = simulator;
  const url = names.queueUrl(random.pick(['inventory', 'payments', 'orders']), 'Inbox');
  const from = simulator.now() + random.below(PLACING_MS);
  const until = from + LEAST_DEAF_MS + random.below(4 * 3_600_000);
  ledger.deafUntil = until;
  begin(async () => {
    await simulator.sleep(from - simulator.now());
    simulator.closeQueue(url, until);
    await simulator.sleep(until - simulator.now());
  });
};

/** Far less than a day: what is kept for a day (keys, held callbacks) is counted when all rests. */
const LONGEST_DOWN_MS = 12 * 3_600_000;

/** Mostly for minutes, now and then for hours. */
const partnerDown: Act = ({ simulator, ledger }, value) => {
  ledger.downUntil.set(partnerFor(value), simulator.now() + Math.floor(((value * 2) % 1) ** 4 * LONGEST_DOWN_MS));
};

const ACTS = {
  'queue-closed': closeQueue,
  'partner-down': partnerDown,
  'outage-dynamodb': outageOf('dynamodb'),
  'outage-bus': outageOf('events'),
  'outage-mail': outageOf('ses'),
  'outage-secrets': outageOf('secretsmanager'),
  'stream-rewind': ({ simulator }) => simulator.engine().rewindStreams(),
  rotation: rotateOne,
  'rotation-twice': twice(rotateOne, 70_000),
  replay: replayAll,
  redrive: twice(redriveAll, 20_000),
  poison,
  restart,
} as const satisfies Partial<Record<FaultKind, Act>>;

/** What can happen once in a run, at a time of its own. */
export const ONCE = Object.keys(ACTS) as readonly (keyof typeof ACTS)[];

/** What operators do, and what happens to a whole region, while customers order. @returns what is going to happen */
export const beginOperators = (world: World, withinMs: number): ReadonlySet<FaultKind> => {
  const happening = new Set<FaultKind>();
  for (const kind of ONCE) {
    const struck = world.simulator.strike(`run/${kind}`, [kind]);
    if (struck === undefined) continue;
    happening.add(kind);
    world.begin(async () => {
      // A queue must close while orders are placed, or nobody waits for it.
      await world.simulator.sleep(Math.floor(struck.value * (kind === 'queue-closed' ? PLACING_MS : withinMs)));
      ACTS[kind](world, (struck.value * 7919) % 1);
    });
  }
  return happening;
};
