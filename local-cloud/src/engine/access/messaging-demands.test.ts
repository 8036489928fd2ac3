import { describe, expect, it } from '@jest/globals';
import type { CloudModel, PolicyStatement } from '../../template/model.ts';
import type { Call } from '../contract.ts';
import { ACCOUNT, aModel, aModelWhereRoleSays, arn, aStatement } from './a-model.fixture.ts';
import { allow, call, denial, isAllowed, refusal } from './calls.fixture.ts';

describe('a function that replays', () => {
  const replay = call('events', 'StartReplay', {
    ReplayName: 'again',
    EventSourceArn: arn('events', 'archive/all'),
    Destination: { Arn: arn('events', 'event-bus/shop') },
  });
  const grants = ['archive/all', 'event-bus/shop', 'replay/*'].map((resource) =>
    allow('events:StartReplay', arn('events', resource)),
  );

  it('needs the archive, the bus and the replay', () => {
    expect(isAllowed(grants, replay)).toBe(true);
    for (const grant of grants)
      expect(
        isAllowed(
          grants.filter((one) => one !== grant),
          replay,
        ),
      ).toBe(false);
  });

  it.each([
    ['DescribeReplay', { ReplayName: 'again' }, arn('events', 'replay/again')],
    ['CancelReplay', { ReplayName: 'again' }, arn('events', 'replay/again')],
    ['DescribeArchive', { ArchiveName: 'all' }, arn('events', 'archive/all')],
    ['ListReplays', {}, '*'],
    ['ListArchives', {}, '*'],
  ])('needs %s on what it names', (operation, input, resource) => {
    expect(isAllowed([allow(`events:${operation}`, resource)], call('events', operation, input))).toBe(true);
    expect(isAllowed([allow('events:PutEvents', '*')], call('events', operation, input))).toBe(false);
  });
});

describe('a function that publishes', () => {
  const put = (...entries: readonly object[]): Call => call('events', 'PutEvents', { Entries: entries });
  const entry = { EventBusName: 'shop', Source: 'orders', DetailType: 'OrderPlaced' };
  const conditions = {
    StringEquals: { 'events:source': ['orders'] },
    StringLike: { 'events:detail-type': ['Order*'] },
  };
  const statements = [allow('events:PutEvents', arn('events', 'event-bus/shop'), conditions)];

  it('may put its own events on the bus', () => {
    expect(isAllowed(statements, put(entry))).toBe(true);
    expect(isAllowed(statements, put({ ...entry, EventBusName: arn('events', 'event-bus/shop') }))).toBe(true);
  });

  it.each([{ Source: 'payments' }, { DetailType: 'PaymentCaptured' }, { EventBusName: undefined }])(
    'may not put %j, not even beside its own',
    (override) => {
      const model = aModelWhereRoleSays(statements);
      expect(refusal(model, put(entry, { ...entry, ...override }))).toMatchObject({ name: 'AccessDeniedException' });
    },
  );
});

describe('a function that sends to a queue', () => {
  const send = call('sqs', 'SendMessageBatch', {
    QueueUrl: `http://127.0.0.1:4566/${ACCOUNT}/payments-in`,
    Entries: [],
  });
  const QUEUE = arn('sqs', 'payments-in');

  it('needs sqs:SendMessage for a batch too', () => {
    expect(isAllowed([allow('sqs:SendMessage', QUEUE)], send)).toBe(true);
    expect(isAllowed([allow('sqs:SendMessageBatch', QUEUE)], send)).toBe(false);
  });

  it('is refused as SQS does it: another name, the action in lower case', () => {
    expect(refusal(aModelWhereRoleSays([]), send)).toMatchObject(denial('AccessDenied', 403, 'sqs:sendmessage', QUEUE));
  });

  it('is allowed by the policy of the queue as well, unless that denies', () => {
    const [queue] = aModel().queues;
    const role = `arn:aws:iam::${ACCOUNT}:role/orders-place`;
    const withPolicy = (effect: 'Allow' | 'Deny', statements: readonly PolicyStatement[]): CloudModel =>
      aModelWhereRoleSays(statements, {
        queues: [{ ...queue!, policy: [aStatement({ effect, principals: [role], resources: [QUEUE] })] }],
      });
    expect(refusal(withPolicy('Allow', []), send)).toBeUndefined();
    expect(refusal(withPolicy('Deny', [allow('sqs:*', '*')]), send)?.message).toContain(
      'with an explicit deny in a resource-based policy',
    );
  });

  it('moves messages back only with all of the permissions', () => {
    const move = call('sqs', 'StartMessageMoveTask', { SourceArn: QUEUE });
    const actions = ['sqs:StartMessageMoveTask', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    expect(isAllowed([allow(actions, QUEUE)], move)).toBe(true);
    expect(isAllowed([allow(actions.slice(1), QUEUE)], move)).toBe(false);
  });
});
