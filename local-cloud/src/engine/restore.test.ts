import { describe, expect, it } from '@jest/globals';
import type { Work } from './contract.ts';
import { item, model, open, placed, publish, world } from './engine.fixture.ts';
import type { EngineState } from './state.ts';
import { answer, aQueue, seededRandom, START } from './event-bus/choreography.fixture.ts';

type World = ReturnType<typeof world>;

/** The seeded chance of a driver that has drawn this often. */
const chanceAfter = (draws: number): (() => number) => {
  const random = seededRandom();
  for (let drawn = 0; drawn < draws; drawn += 1) random();
  return random;
};

const counted = () => {
  let draws = 0;
  const random = seededRandom();
  return {
    draws: () => draws,
    random: () => {
      draws += 1;
      return random();
    },
  };
};

const failed = { ok: false, errorType: 'Runtime.ExitError', errorMessage: 'gone' } as const;

/** A stream batch, a queue batch, an asynchronous and a direct invocation are in flight, a delivery and an expiry wait. */
const busy = ({ call, engine, step }: World): void => {
  call('dynamodb', 'PutItem', item('o1', { expiresAt: { N: String(START / 1000 + 60) } }));
  step();
  call('events', 'PutEvents', { Entries: [placed] });
  step();
  step();
  call('lambda', 'Invoke', { FunctionName: publish.name, InvocationType: 'Event', Payload: '{"n":1}' });
  step();
  engine.invoke(publish.name, {}, { kind: 'admin' });
  call('events', 'PutEvents', { Entries: [placed] });
  call('dynamodb', 'PutItem', item('o2', { bytes: { B: new Uint8Array([1, 2]) } }));
};

/** Does whatever becomes due within three hours, and lets every invocation succeed. */
const drain = ({ engine, pass, now }: World): readonly Work['kind'][] => {
  const done: Work['kind'][] = [];
  for (;;) {
    const [work] = engine.due(now());
    const next = engine.nextDueAt(now());
    if (work === undefined && (next === undefined || next > START + 3 * 3_600_000)) return done;
    if (work === undefined) pass((next ?? 0) - now());
    else {
      done.push(work.kind);
      const invocation = engine.start(work.id);
      if (invocation) engine.finish(invocation.id, answer());
    }
  }
};

const restored = (state: EngineState, draws = 0, more = model()): World =>
  world({ model: more, state: structuredClone(state), random: chanceAfter(draws) });

const ended = ({ engine }: World): unknown => structuredClone(engine.state);

describe('an engine made from the state of a busy one', () => {
  it('ends in the same state, when both finish what was in flight in the same way', () => {
    const chance = counted();
    const first = world({ random: chance.random });
    busy(first);
    const second = restored(first.engine.state, chance.draws());
    const kinds = first.engine.inFlight().map(({ origin }) => origin.kind);
    expect(kinds).toEqual(['stream', 'queue', 'asynchronous', 'direct']);
    expect(second.engine.due(START)).toEqual(first.engine.due(START));

    const [one, other] = [first, second].map((each) => {
      for (const { id } of each.engine.inFlight()) each.engine.finish(id, failed);
      return drain(each);
    });
    expect(one).toEqual(other);
    expect(ended(second)).toEqual(ended(first));
    expect(second.engine.inFlight()).toEqual([]);
  });

  it('leaves the other one’s state alone', () => {
    const first = world();
    busy(first);
    const before = ended(first);
    drain(restored(first.engine.state));
    expect(ended(first)).toEqual(before);
  });

  it('hands out items that nobody can change', () => {
    const first = world();
    busy(first);
    const { call } = restored(first.engine.state);
    const output = call('dynamodb', 'GetItem', { TableName: 'orders', Key: { id: { S: 'o1' } } });
    expect(Object.isFrozen((output as { Item: object }).Item)).toBe(true);
  });

  it('has empty state for what its model has gained', () => {
    const first = world();
    busy(first);
    const more = aQueue('stock-audit');
    const { call } = restored(first.engine.state, 0, model({ queues: [...model().queues, more] }));
    expect(call('sqs', 'ReceiveMessage', { QueueUrl: more.url })).toEqual({});
    expect(call('sqs', 'GetQueueAttributes', { QueueUrl: open.url, AttributeNames: ['All'] })).toMatchObject({
      Attributes: { ApproximateNumberOfMessagesNotVisible: '1' },
    });
  });
});

describe('an invocation that is taken back', () => {
  it('begins again at once, and nothing counts the attempt', () => {
    const first = world();
    busy(first);
    const second = restored(first.engine.state);
    const before = new Map(second.engine.inFlight().map(({ id, origin }) => [origin.kind, id]));
    for (const id of before.values()) second.engine.takeBack(id);
    expect(second.engine.inFlight()).toEqual([]);

    const attributes = expect.objectContaining({ ApproximateReceiveCount: '1' }) as unknown;
    const received: unknown = expect.objectContaining({ eventSource: 'aws:sqs', attributes });
    const again = second.engine
      .due(second.now())
      .map(({ id }) => second.engine.start(id)?.payload)
      .filter((payload) => payload !== undefined);
    expect(again).toEqual(
      expect.arrayContaining([
        { n: 1 },
        { Records: [expect.objectContaining({ eventName: 'INSERT' })] },
        { Records: expect.arrayContaining([received]) as unknown },
      ]),
    );
  });

  it('is nothing when nobody knows it', () => {
    const { engine } = world();
    engine.takeBack('unknown');
    expect(engine.inFlight()).toEqual([]);
  });
});
