import { describe, expect, it } from '@jest/globals';
import type { ArchiveDefinition } from '../../template/model.ts';
import { aModel, aQueue, aRule, aTarget, aWorld, errorNameOf, START } from './choreography.fixture.ts';

const arnOf = (kind: string): string => `arn:aws:events:eu-central-1:123456789012:${kind}`;
const BUS = arnOf('event-bus/orders');
const inbox = aQueue('stock-in');
const other = aQueue('mails-in');
const anArchive = (more: Partial<ArchiveDefinition> = {}): ArchiveDefinition => ({
  name: 'all',
  arn: arnOf('archive/all'),
  sourceArn: BUS,
  retentionDays: 90,
  ...more,
});
const stock = aRule('stock', { targets: [aTarget(inbox.arn)] });
const mails = aRule('mails', {
  pattern: { source: ['orders'], 'replay-name': [{ exists: false }] },
  targets: [aTarget(other.arn)],
});
const MINUTE = 60_000;
const DAY = 86_400_000;

const aShop = (archive: ArchiveDefinition = anArchive(), rules = [stock, mails]) => {
  const world = aWorld(aModel({ queues: [inbox, other], rules, archives: [archive] }));
  const events = (operation: string, input: object) =>
    world.call('events', operation, input) as Record<string, unknown>;
  return {
    ...world,
    events,
    put: (n: number, more: object = {}): unknown =>
      events('PutEvents', {
        Entries: [
          { EventBusName: 'orders', Source: 'orders', DetailType: 'OrderPlaced', Detail: `{"n":${n}}`, ...more },
        ],
      }),
    replay: (more: object = {}) =>
      events('StartReplay', {
        ReplayName: 'again',
        EventSourceArn: archive.arn,
        EventStartTime: new Date(START),
        EventEndTime: new Date(START + 10 * DAY),
        Destination: { Arn: BUS },
        ...more,
      }),
    /** Delivers everything and empties a queue. */
    settle: (queue = inbox) => {
      world.startDue();
      const bodies: Record<string, unknown>[] = [];
      for (let read = world.read(queue.name); read.length > 0; read = world.read(queue.name))
        for (const { Body, ReceiptHandle } of read) {
          bodies.push(JSON.parse(Body) as Record<string, unknown>);
          world.call('sqs', 'DeleteMessage', { QueueUrl: queue.url, ReceiptHandle });
        }
      return bodies;
    },
    archive: () => events('DescribeArchive', { ArchiveName: archive.name }),
    described: (ReplayName = 'again') => events('DescribeReplay', { ReplayName }),
  };
};
type Shop = ReturnType<typeof aShop>;

/** Published, delivered, and read away. */
const aShopWith = (count: number, ...more: Parameters<typeof aShop>): Shop => {
  const shop = aShop(...more);
  for (let n = 0; n < count; n += 1) shop.put(n);
  shop.settle();
  shop.settle(other);
  return shop;
};

const numbersIn = (bodies: readonly Record<string, unknown>[]): number[] =>
  bodies.map(({ detail }) => (detail as { n: number }).n);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html */
describe('an archive', () => {
  it('keeps what its bus took, whether a rule matched or not', () => {
    const shop = aShop();
    shop.put(1);
    shop.put(2, { Source: 'nobody' });
    shop.put(3, { Detail: 'not JSON' });
    expect(shop.archive()).toMatchObject({ ArchiveName: 'all', State: 'ENABLED', EventCount: 2, RetentionDays: 90 });
  });

  it('keeps only what its pattern matches', () => {
    const shop = aShop(anArchive({ pattern: { source: ['orders'] } }));
    shop.put(1);
    shop.put(2, { Source: 'nobody' });
    expect(shop.archive()).toMatchObject({ EventCount: 1, EventPattern: '{"source":["orders"]}' });
  });

  it('forgets an event after its retention, and never with none', () => {
    const brief = aShopWith(2, anArchive({ retentionDays: 1 }));
    const forEver = aShopWith(2, anArchive({ retentionDays: 0 }));
    brief.pass(DAY);
    brief.put(3);
    forEver.pass(1000 * DAY);
    expect(brief.archive()).toMatchObject({ EventCount: 3 });
    brief.pass(1);
    expect(brief.archive()).toMatchObject({ EventCount: 1 });
    expect(forEver.archive()).toMatchObject({ EventCount: 2 });
  });

  it('never holds more than 32 MB: the oldest events go', () => {
    const shop = aShop(anArchive(), []);
    const detail = JSON.stringify({ text: 'x'.repeat(900_000) });
    for (let n = 0; n < 50; n += 1) shop.put(n, { Detail: detail });
    const { EventCount, SizeBytes } = shop.archive();
    expect(Number(SizeBytes)).toBeLessThanOrEqual(32 * 2 ** 20);
    expect(Number(EventCount)).toBeGreaterThan(30);
  });

  it('is plain data that another engine can go on with', () => {
    const state = structuredClone(aShopWith(2).state.bus);
    expect(state.archives.get(anArchive().arn)?.events).toHaveLength(2);
  });

  it('is listed by its prefix and its bus', () => {
    const { events } = aShop();
    const listed = (input: object): unknown => events('ListArchives', input)['Archives'];
    expect(listed({})).toMatchObject([{ ArchiveName: 'all', EventSourceArn: BUS }]);
    expect(listed({ NamePrefix: 'none' })).toEqual([]);
    expect(listed({ EventSourceArn: BUS, NamePrefix: 'al' })).toHaveLength(1);
    expect(listed({ State: 'DISABLED' })).toEqual([]);
    expect(errorNameOf(() => listed({ EventSourceArn: arnOf('event-bus/none') }))).toBe('ResourceNotFoundException');
    expect(errorNameOf(() => events('DescribeArchive', { ArchiveName: 'none' }))).toBe('ResourceNotFoundException');
  });
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html */
describe('a replay', () => {
  it('sends an event again as it was, with the name of the replay', () => {
    const shop = aShop();
    shop.put(1, { Detail: '{"n":1.0,"text":",\\"resources\\":"}', Resources: ['order/1'] });
    const [first] = shop.settle();
    shop.pass(DAY);
    expect(shop.replay()).toMatchObject({ ReplayArn: arnOf('replay/again'), State: 'STARTING' });
    shop.startDue();
    const [message] = shop.read('stock-in');
    expect(JSON.parse(message?.Body ?? '')).toEqual({ ...first, 'replay-name': 'again' });
    expect(message?.Body).toContain('"replay-name":"again","resources":["order/1"],"detail":{"n":1.0,');
  });

  it('reaches the rules that match replayed events', () => {
    const shop = aShopWith(3);
    shop.replay();
    expect(shop.settle(inbox)).toHaveLength(3);
    expect(shop.settle(other)).toHaveLength(0);
  });

  it('reaches only the rules that it names', () => {
    const shop = aShopWith(3, anArchive(), [stock, { ...stock, arn: `${stock.arn}-2`, name: 'stock-2' }]);
    shop.replay({ Destination: { Arn: BUS, FilterArns: [stock.arn] } });
    expect(shop.settle()).toHaveLength(3);
    expect(shop.described()).toMatchObject({ Destination: { Arn: BUS, FilterArns: [stock.arn] } });
  });

  it('is not archived again, and is charged', () => {
    const shop = aShopWith(3);
    shop.replay();
    shop.settle();
    expect(shop.archive()).toMatchObject({ EventCount: 3 });
    expect(shop.meter.totals()).toMatchObject({ platform: { 'event-64kb': 6 } });
  });

  it('takes the events whose time is in its span, by the time in the event', () => {
    const shop = aShop();
    for (const [n, minutes] of [0, 1, 2, 3].entries()) shop.put(n, { Time: new Date(START - minutes * MINUTE) });
    shop.settle();
    shop.replay({ EventStartTime: new Date(START - 2 * MINUTE), EventEndTime: new Date(START) });
    expect(numbersIn(shop.settle()).sort()).toEqual([1, 2]);
  });

  it('goes minute by minute, and within a minute in any order', () => {
    const shop = aShop();
    for (let n = 0; n < 40; n += 1) {
      if (n === 20) shop.pass(MINUTE);
      shop.put(n);
    }
    shop.settle();
    shop.replay();
    const numbers = numbersIn(shop.settle());
    const [first, second] = [numbers.slice(0, 20), numbers.slice(20)];
    expect(first).not.toEqual([...first].sort((a, b) => a - b));
    expect(Math.max(...first)).toBe(19);
    expect(second).not.toEqual([...second].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(40);
  });

  it('goes in portions, so that live events come between', () => {
    const shop = aShopWith(25);
    shop.replay();
    shop.start('replay/again');
    shop.put(99);
    expect(shop.due(shop.now()).map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 10 }, () => 'rule-delivery'),
      'replay',
      'rule-delivery',
      'rule-delivery',
    ]);
    expect(shop.described()).toMatchObject({ State: 'RUNNING', EventLastReplayedTime: new Date(START) });
    expect(shop.settle()).toHaveLength(26);
    expect(shop.described()).toMatchObject({ State: 'COMPLETED', ReplayEndTime: new Date(START) });
  });

  it('leaves out what the archive has forgotten since', () => {
    const shop = aShopWith(25, anArchive({ retentionDays: 1 }));
    shop.replay();
    shop.start('replay/again');
    shop.pass(2 * DAY);
    expect(shop.settle()).toHaveLength(10);
    expect(shop.described()).toMatchObject({ State: 'COMPLETED' });
  });

  it('is over at once when there is nothing to replay', () => {
    const shop = aShop();
    shop.replay();
    shop.startDue();
    expect(shop.described()).toMatchObject({ State: 'COMPLETED' });
    expect(shop.described()).not.toHaveProperty('EventLastReplayedTime');
  });

  it('can be cancelled while it is active, and then sends no more', () => {
    const shop = aShopWith(25);
    shop.replay();
    shop.start('replay/again');
    const cancel = () => shop.events('CancelReplay', { ReplayName: 'again' });
    expect(cancel()).toEqual({ ReplayArn: arnOf('replay/again'), State: 'CANCELLING' });
    expect(shop.settle()).toHaveLength(10);
    expect(shop.described()).toMatchObject({ State: 'CANCELLED' });
    expect(errorNameOf(cancel)).toBe('IllegalStatusException');
  });

  it('is listed by prefix, state and archive, page by page', () => {
    const shop = aShop();
    for (const ReplayName of ['c', 'a', 'ab', 'b']) shop.replay({ ReplayName });
    const names = (input: object): unknown => {
      const { Replays, NextToken } = shop.events('ListReplays', input);
      return [(Replays as { ReplayName: string }[]).map(({ ReplayName }) => ReplayName).join(), NextToken];
    };
    expect(names({ NamePrefix: 'a' })).toEqual(['a,ab', undefined]);
    expect(names({ Limit: 2 })).toEqual(['a,ab', 'ab']);
    expect(names({ Limit: 2, NextToken: 'ab' })).toEqual(['b,c', undefined]);
    expect(names({ State: 'COMPLETED' })).toEqual(['', undefined]);
    expect(names({ EventSourceArn: arnOf('archive/none') })).toEqual(['', undefined]);
  });

  it('has a name for 90 days', () => {
    const shop = aShop();
    shop.replay();
    shop.startDue();
    shop.pass(90 * DAY);
    expect(errorNameOf(() => shop.replay())).toBe('ResourceAlreadyExistsException');
    shop.pass(1);
    expect(errorNameOf(() => shop.replay())).toBeUndefined();
  });
});

describe('a replay is refused', () => {
  it.each([
    ['an archive that there is not', { EventSourceArn: arnOf('archive/none') }, 'ValidationException'],
    ['a bus that there is not', { Destination: { Arn: arnOf('event-bus/none') } }, 'ResourceNotFoundException'],
    ['another bus than the archive’s', { Destination: { Arn: arnOf('event-bus/second') } }, 'ValidationException'],
    ['an end before its start', { EventEndTime: new Date(START - 1) }, 'ValidationException'],
    ['an end at its start', { EventEndTime: new Date(START) }, 'ValidationException'],
    ['no start', { EventStartTime: undefined }, 'ValidationException'],
    ['a name that cannot be one', { ReplayName: 'once more' }, 'ValidationException'],
    ['a rule that there is not', { Destination: { Arn: BUS, FilterArns: ['x/none'] } }, 'ResourceNotFoundException'],
  ])('for %s', (_case, input, name) => {
    const archive = anArchive();
    const buses = [...aModel().buses, { name: 'second', arn: arnOf('event-bus/second') }];
    const { call } = aWorld(aModel({ buses, archives: [archive] }));
    const asked = {
      ReplayName: 'again',
      EventSourceArn: archive.arn,
      EventStartTime: START / 1000,
      EventEndTime: START / 1000 + 60,
      Destination: { Arn: BUS },
    };
    expect(errorNameOf(() => call('events', 'StartReplay', { ...asked, ...input }))).toBe(name);
    expect(errorNameOf(() => call('events', 'StartReplay', asked))).toBeUndefined();
  });

  it('under a name that was used, and above ten at once', () => {
    const shop = aShop();
    shop.replay();
    expect(errorNameOf(() => shop.replay())).toBe('ResourceAlreadyExistsException');
    for (let n = 1; n < 10; n += 1) shop.replay({ ReplayName: `n${n}` });
    expect(errorNameOf(() => shop.replay({ ReplayName: 'eleventh' }))).toBe('LimitExceededException');
    expect(errorNameOf(() => shop.described('none'))).toBe('ResourceNotFoundException');
    expect(errorNameOf(() => shop.events('CancelReplay', { ReplayName: 'none' }))).toBe('ResourceNotFoundException');
  });
});
