import {
  CancelReplayCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  ListArchivesCommand,
  ListReplaysCommand,
  PutEventsCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import type { StartReplayCommandInput } from '@aws-sdk/client-eventbridge';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { look, take } from '../sqs/taking.ts';
import { EVENT_BRIDGE } from '../pages.ts';

const AT_ONCE = {
  only: 'engine',
  why: 'AWS may take ten minutes until an event is in the archive, and minutes to replay.',
} as const;

const archiveArn = async ({ fixture, region }: Cloud): Promise<string> =>
  `arn:aws:events:${region}:${await fixture.accountId()}:archive/${fixture.name('Kept')}`;

/** Replays the last hour under a name of its own, unless told otherwise; gives the name. */
const start = async (cloud: Cloud, more: Partial<StartReplayCommandInput> = {}): Promise<string> => {
  const ReplayName = cloud.unique('replay');
  await cloud.events.send(
    new StartReplayCommand({
      ReplayName,
      EventSourceArn: await archiveArn(cloud),
      EventStartTime: new Date(Date.now() - 3_600_000),
      EventEndTime: new Date(Date.now() + 60_000),
      Destination: { Arn: await cloud.fixture.arn('events', 'Bus') },
      ...more,
    }),
  );
  return ReplayName;
};

/** Of an hour in which there were no events of ours. */
const LONG_AGO = { EventStartTime: new Date('2020-01-01T00:00:00Z'), EventEndTime: new Date('2020-01-01T01:00:00Z') };

const completed = (cloud: Cloud, ReplayName: string) =>
  cloud.eventually(
    async () => {
      const replay = await cloud.events.send(new DescribeReplayCommand({ ReplayName }));
      return replay.State === 'COMPLETED' ? replay : undefined;
    },
    { what: `The end of ${ReplayName}` },
  );

/** Puts an event of this type and takes its first delivery out of the queue; gives what was delivered. */
const told = async (cloud: Cloud, DetailType: string, run: string): Promise<Readonly<Record<string, unknown>>> => {
  const Entry = {
    EventBusName: cloud.fixture.name('Bus'),
    Source: 'conformance',
    DetailType,
    Detail: JSON.stringify({ run }),
  };
  await cloud.events.send(new PutEventsCommand({ Entries: [Entry] }));
  return heard(cloud, 'Heard', run);
};

const heard = async (cloud: Cloud, queue: 'Heard' | 'HeardToo', run: string) =>
  JSON.parse((await take(cloud, await cloud.fixture.queueUrl(queue), run)).Body ?? '{}') as Readonly<
    Record<string, unknown>
  >;

const isWaiting = async (cloud: Cloud, queue: 'Heard' | 'HeardToo', run: string): Promise<boolean> =>
  (await look(cloud, await cloud.fixture.queueUrl(queue))).some(({ Body }) => Body?.includes(run));

export const archives = casesOf('events/archives', EVENT_BRIDGE.api('StartReplay'), [
  {
    name: 'described',
    rule: 'An archive is described with source, pattern, retention and state.',
    source: EVENT_BRIDGE.api('DescribeArchive'),
    run: async (cloud) => {
      const ArchiveName = cloud.fixture.name('Kept');
      const found = await cloud.events.send(new DescribeArchiveCommand({ ArchiveName }));
      same([found.ArchiveName, found.ArchiveArn], [ArchiveName, await archiveArn(cloud)]);
      same([found.EventSourceArn, found.RetentionDays], [await cloud.fixture.arn('events', 'Bus'), 1]);
      same(found.State, 'ENABLED');
      holds((found.EventPattern ?? '').includes('Archived'), 'It does not say what it takes.');
    },
  },
  {
    name: 'unknown',
    rule: 'An archive that does not exist is refused with ResourceNotFoundException.',
    source: EVENT_BRIDGE.api('DescribeArchive'),
    run: async ({ events, unique }) => {
      const call = events.send(new DescribeArchiveCommand({ ArchiveName: unique('archive') }));
      await refused(call, 'ResourceNotFoundException');
    },
  },
  {
    name: 'listed',
    rule: 'Archives are listed by the beginning of their names.',
    source: EVENT_BRIDGE.api('ListArchives'),
    run: async ({ events, fixture }) => {
      const { Archives = [] } = await events.send(new ListArchivesCommand({ NamePrefix: fixture.name('Kep') }));
      same(
        Archives.map(({ ArchiveName, State }) => [ArchiveName, State]),
        [[fixture.name('Kept'), 'ENABLED']],
      );
    },
  },
  {
    ...AT_ONCE,
    name: 'replayed',
    rule: 'A replay sends an archived event again, with its id and time, and with the name of the replay.',
    source: EVENT_BRIDGE.guide('eb-replay-archived-event'),
    run: async (cloud) => {
      const run = cloud.unique('archived');
      const first = await told(cloud, 'Archived', run);
      same('replay-name' in first, false);
      const name = await start(cloud);
      same(await heard(cloud, 'Heard', run), { ...first, 'replay-name': name });
    },
  },
  {
    ...AT_ONCE,
    name: 'only-what-the-pattern-took',
    rule: 'What the pattern of the archive does not match is not archived and not replayed.',
    source: EVENT_BRIDGE.guide('eb-archive'),
    run: async (cloud) => {
      const [passing, archived] = [cloud.unique('passing'), cloud.unique('archived')];
      await told(cloud, 'Passing', passing);
      await told(cloud, 'Archived', archived);
      await completed(cloud, await start(cloud));
      await heard(cloud, 'Heard', archived);
      same(await isWaiting(cloud, 'Heard', passing), false);
    },
  },
  {
    ...AT_ONCE,
    name: 'only-in-its-time',
    rule: 'Only events of the time that was asked for are replayed.',
    run: async (cloud) => {
      const run = cloud.unique('archived');
      await told(cloud, 'Archived', run);
      const { State, ReplayEndTime } = await completed(cloud, await start(cloud, LONG_AGO));
      holds(State === 'COMPLETED' && ReplayEndTime !== undefined, 'It did not end.');
      same(await isWaiting(cloud, 'Heard', run), false);
    },
  },
  {
    ...AT_ONCE,
    name: 'to-one-rule',
    rule: 'With FilterArns only these rules see what is replayed.',
    source: EVENT_BRIDGE.guide('eb-replay-archived-event'),
    run: async (cloud) => {
      const run = cloud.unique('archived');
      await told(cloud, 'Archived', run);
      await heard(cloud, 'HeardToo', run);
      const Arn = await cloud.fixture.arn('events', 'Bus');
      const rule = `${Arn.replace(':event-bus/', ':rule/')}/${cloud.fixture.name('ToHeardToo')}`;
      const Destination = { Arn, FilterArns: [rule] };
      await completed(cloud, await start(cloud, { Destination }));
      await heard(cloud, 'HeardToo', run);
      same(await isWaiting(cloud, 'Heard', run), false);
    },
  },
  {
    name: 'replay-described',
    rule: 'A replay is described with its archive, its destination and the time that it covers.',
    source: EVENT_BRIDGE.api('DescribeReplay'),
    run: async (cloud) => {
      const ReplayName = await start(cloud, LONG_AGO);
      const found = await cloud.events.send(new DescribeReplayCommand({ ReplayName }));
      same([found.ReplayName, found.EventSourceArn], [ReplayName, await archiveArn(cloud)]);
      same(found.Destination?.Arn, await cloud.fixture.arn('events', 'Bus'));
      same([found.EventStartTime, found.EventEndTime], [LONG_AGO.EventStartTime, LONG_AGO.EventEndTime]);
    },
  },
  {
    name: 'replays-listed',
    rule: 'Replays are listed by the beginning of their names.',
    source: EVENT_BRIDGE.api('ListReplays'),
    run: async (cloud) => {
      const ReplayName = await start(cloud, LONG_AGO);
      const { Replays = [] } = await cloud.events.send(new ListReplaysCommand({ NamePrefix: ReplayName }));
      same(
        Replays.map((one) => one.ReplayName),
        [ReplayName],
      );
    },
  },
  {
    name: 'same-name',
    rule: 'A second replay of one name is refused with ResourceAlreadyExistsException.',
    run: async (cloud) => {
      const ReplayName = await start(cloud, LONG_AGO);
      await refused(start(cloud, { ...LONG_AGO, ReplayName }), 'ResourceAlreadyExistsException');
    },
  },
  {
    name: 'backwards',
    rule: 'A time that ends before it begins is refused with ValidationException.',
    run: async (cloud) => {
      const { EventStartTime: EventEndTime, EventEndTime: EventStartTime } = LONG_AGO;
      await refused(start(cloud, { EventStartTime, EventEndTime }), 'ValidationException', /EventEndTime/);
    },
  },
  {
    name: 'replay-of-nothing',
    rule: 'A replay of an archive that does not exist is refused.',
    run: async (cloud) => {
      const EventSourceArn = `${await archiveArn(cloud)}-${cloud.unique('none')}`.slice(0, 200);
      await refused(start(cloud, { ...LONG_AGO, EventSourceArn }), 'ValidationException', /EventSourceArn/);
    },
  },
  {
    name: 'unknown-replay',
    rule: 'A replay that does not exist can be neither described nor cancelled: ResourceNotFoundException.',
    source: EVENT_BRIDGE.api('CancelReplay'),
    run: async ({ events, unique }) => {
      const ReplayName = unique('none');
      await refused(events.send(new DescribeReplayCommand({ ReplayName })), 'ResourceNotFoundException');
      await refused(events.send(new CancelReplayCommand({ ReplayName })), 'ResourceNotFoundException');
    },
  },
  {
    ...AT_ONCE,
    name: 'cancelled-too-late',
    rule: 'Only a replay that is starting or running can be cancelled: IllegalStatusException.',
    source: EVENT_BRIDGE.api('CancelReplay'),
    run: async (cloud) => {
      const ReplayName = await start(cloud, LONG_AGO);
      await completed(cloud, ReplayName);
      await refused(cloud.events.send(new CancelReplayCommand({ ReplayName })), 'IllegalStatusException');
    },
  },
]);
