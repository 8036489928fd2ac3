import { describe, expect, it } from '@jest/globals';
import { arnOf, modelWith } from './testing/snippets.ts';

describe('queues', () => {
  it('take AWS’s defaults, their redrive and their policies', () => {
    const { queues } = modelWith({
      Dead: { Type: 'AWS::SQS::Queue' },
      Inbox: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'inbox',
          VisibilityTimeout: '60',
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 5 },
        },
      },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Inbox' }],
          PolicyDocument: {
            Statement: {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['Inbox', 'Arn'] },
              Condition: { Bool: { 'aws:SecureTransport': true } },
            },
          },
        },
      },
    });
    expect(queues[0]).toMatchObject({
      visibilityTimeoutSeconds: 30,
      retentionSeconds: 345_600,
      delaySeconds: 0,
      policy: [],
    });
    expect(queues[1]).toMatchObject({
      name: 'inbox',
      arn: arnOf('sqs', 'inbox'),
      visibilityTimeoutSeconds: 60,
      redrive: { deadLetterArn: arnOf('sqs', 'orderwire-shop-local-Dead'), maxReceiveCount: 5 },
      policy: [
        {
          effect: 'Allow',
          actions: ['sqs:SendMessage'],
          resources: [arnOf('sqs', 'inbox')],
          conditions: { Bool: { 'aws:SecureTransport': ['true'] } },
          principals: ['events.amazonaws.com'],
        },
      ],
    });
  });
});

describe('a rule', () => {
  const rule = (Properties: object) =>
    modelWith({ Rule: { Type: 'AWS::Events::Rule', Properties: { ...Properties } } });
  const Targets = [{ Id: 'inbox', Arn: arnOf('sqs', 'inbox') }];

  it('with a pattern stands on its bus', () => {
    const { rules, schedules } = rule({ EventBusName: 'shop', EventPattern: { source: ['a'] }, Targets });
    expect(schedules).toEqual([]);
    expect(rules).toMatchObject([
      {
        arn: arnOf('events', 'rule/shop/orderwire-shop-local-Rule'),
        busName: 'shop',
        enabled: true,
        targets: [{ id: 'inbox', maximumRetryAttempts: 185, maximumEventAgeSeconds: 86_400 }],
      },
    ]);
  });

  it('with an expression is a schedule', () => {
    const { rules, schedules } = rule({
      ScheduleExpression: 'rate(1 minute)',
      State: 'DISABLED',
      Targets: [{ ...Targets[0], Input: '{"a":1}' }],
    });
    expect(rules).toEqual([]);
    expect(schedules).toMatchObject([
      { expression: 'rate(1 minute)', enabled: false, targets: [{ input: '{"a":1}' }] },
    ]);
  });

  it('needs one of the two', () => {
    expect(() => rule({ Targets })).toThrow('EventPattern: and ScheduleExpression are both missing');
  });

  it('is refused with an InputTransformer', () => {
    const transformed = [{ ...Targets[0], InputTransformer: { InputTemplate: 'x' } }];
    expect(() => rule({ EventPattern: {}, Targets: transformed })).toThrow('Targets.0.InputTransformer: is a property');
  });
});

describe('an archive', () => {
  const archive = (Properties: object) =>
    modelWith({
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
      Archive: {
        Type: 'AWS::Events::Archive',
        Properties: { SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] }, ...Properties },
      },
    }).archives;

  it('keeps every event of its bus for ever, unless it says otherwise', () => {
    const name = 'orderwire-shop-local-Archive';
    const kept = { name, arn: arnOf('events', `archive/${name}`), sourceArn: arnOf('events', 'event-bus/shop') };
    expect(archive({})).toEqual([{ ...kept, retentionDays: 0 }]);
    const EventPattern = { source: ['orders'] };
    expect(archive({ EventPattern, RetentionDays: 90, Description: 'all' })).toEqual([
      { ...kept, retentionDays: 90, pattern: EventPattern, description: 'all' },
    ]);
  });

  it('has a pattern that is an object', () => {
    expect(() => archive({ EventPattern: 'orders' })).toThrow('EventPattern: must be an object');
  });
});
