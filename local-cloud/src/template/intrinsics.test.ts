import { describe, expect, it } from '@jest/globals';
import type { Json } from './template-error.ts';
import { model, platform, service } from './testing/snippets.ts';

const Queue = { Type: 'AWS::SQS::Queue' };
const Table = { Type: 'AWS::DynamoDB::Table', Properties: {} };

/** What a value comes out as, seen through an output of the service. */
const resolved = (Value: Json): string | undefined =>
  model(
    platform(),
    service('shop', {
      Resources: { Inbox: Queue, Topic: { Type: 'AWS::SNS::Topic' } },
      Conditions: {
        IsLocal: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] },
        IsElsewhere: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
        Both: { 'Fn::And': [{ Condition: 'IsLocal' }, { Condition: 'IsElsewhere' }] },
        Either: { 'Fn::Or': [{ Condition: 'IsLocal' }, { Condition: 'IsElsewhere' }] },
      },
      Parameters: { Size: { Type: 'String', Default: 'small' } },
      Outputs: { Value: { Value } },
    }),
  ).outputs['shop.Value'];

describe('an intrinsic', () => {
  it.each<[string, Json, string]>([
    ['Ref of a queue', { Ref: 'Inbox' }, 'http://127.0.0.1:4566/000000000000/orderwire-shop-local-Inbox'],
    ['Ref of a region', { Ref: 'AWS::Region' }, 'eu-central-1'],
    ['Ref of a parameter', { Ref: 'Size' }, 'small'],
    [
      'Ref of what only a deployment has',
      { Ref: 'Topic' },
      'arn:aws:sns:eu-central-1:000000000000:orderwire-shop-local-Topic',
    ],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Inbox', 'QueueName'] }, 'orderwire-shop-local-Inbox'],
    [
      'GetAtt with a dot',
      { 'Fn::GetAtt': 'Inbox.Arn' },
      'arn:aws:sqs:eu-central-1:000000000000:orderwire-shop-local-Inbox',
    ],
    ['Sub of a text', { 'Fn::Sub': '${AWS::AccountId}/${Inbox.QueueName}' }, '000000000000/orderwire-shop-local-Inbox'],
    ['Sub with values', { 'Fn::Sub': ['${a}-${AWS::Partition}', { a: { Ref: 'Size' } }] }, 'small-aws'],
    ['Sub of a literal', { 'Fn::Sub': '${!Kept}' }, '${Kept}'],
    ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'Size' }, 1]] }, 'a/small/1'],
    ['Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['Split', { 'Fn::Select': ['2', { 'Fn::Split': ['-', { 'Fn::GetAtt': ['Inbox', 'QueueName'] }] }] }, 'local'],
    ['If that holds', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['If that does not', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    ['NoValue inside a list', { 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a,b'],
    ['a value of this machine', 'from arn:compose:output:::local/MailFrom', 'from shop@example.test'],
  ])('resolves %s', (_, value, expected) => {
    expect(resolved(value)).toBe(expected);
  });

  it.each<[string, Json, RegExp]>([
    ['an unknown one', { 'Fn::Cidr': ['10.0.0.0/16', 1] }, /shop › Outputs › Value: Fn::Cidr is not understood/],
    ['an unknown pseudo parameter', { Ref: 'AWS::Moon' }, /AWS::Moon is not understood/],
    ['an unknown resource', { Ref: 'Outbox' }, /no resource Outbox/],
    ['an unknown attribute', { 'Fn::GetAtt': ['Inbox', 'Colour'] }, /knows no attribute Colour of Inbox/],
    ['one beside other keys', { 'Fn::Sub': 'a', other: 1 }, /Fn::Sub stands beside other keys/],
    ['an unknown condition', { 'Fn::If': ['Never', 'a', 'b'] }, /no condition Never/],
    ['a Select out of range', { 'Fn::Select': [9, ['a']] }, /finds nothing at 9/],
    ['an unknown export', { 'Fn::ImportValue': 'nobody' }, /no service exports nobody/],
    ['an unknown value of this machine', 'arn:compose:output:::local/Nothing', /offers no Nothing/],
    ['an unknown service', 'arn:compose:output:::moon/Arn', /no service moon/],
    ['an unknown output', 'arn:compose:output:::platform/Nothing', /platform has no output Nothing/],
  ])('refuses %s', (_, value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });
});

describe('values of another service', () => {
  const bus = { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop-bus' } } };
  const shared = platform({
    Resources: bus,
    Outputs: { BusName: { Value: { Ref: 'Bus' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-Bus' } } } },
  });
  const reader = (Value: Json) => service('shop', { Outputs: { Value: { Value } } });

  it('come by placeholder, inside a longer text and in any order of services', () => {
    const shop = reader('bus/arn:compose:output:::platform/BusName/x');
    expect(model(shop, shared).outputs['shop.Value']).toBe('bus/shop-bus/x');
    expect(model(shared, shop).outputs['shop.Value']).toBe('bus/shop-bus/x');
  });

  it('come by export', () => {
    const shop = reader({ 'Fn::ImportValue': 'orderwire-platform-local-Bus' });
    expect(model(shared, shop).outputs['shop.Value']).toBe('shop-bus');
  });

  it('may not go in a circle', () => {
    const a = service('a', { Outputs: { X: { Value: 'arn:compose:output:::b/Y' } } });
    const b = service('b', { Outputs: { Y: { Value: 'arn:compose:output:::a/X' } } });
    expect(() => model(platform(), a, b)).toThrow('goes in a circle: a.X → b.Y → a.X');
  });
});

describe('a resource', () => {
  it('that is not emulated is refused with its place', () => {
    const shop = service('shop', { Resources: { Cache: { Type: 'AWS::ElastiCache::CacheCluster' } } });
    expect(() => model(platform(), shop)).toThrow('shop › Cache: AWS::ElastiCache::CacheCluster is not emulated');
  });

  it('whose condition does not hold is not there', () => {
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    const shop = service('shop', { Conditions, Resources: { Inbox: { ...Queue, Condition: 'Never' } } });
    expect(model(platform(), shop).queues).toEqual([]);
  });

  it('with a property that nobody reads is refused with the property', () => {
    const shop = service('shop', { Resources: { Inbox: { ...Queue, Properties: { FifoQueue: true } } } });
    expect(() => model(platform(), shop)).toThrow('shop › Inbox › FifoQueue: is a property that the local cloud');
  });

  it('that lacks what matters is refused with what is missing', () => {
    const shop = service('shop', { Resources: { Items: Table } });
    expect(() => model(platform(), shop)).toThrow('shop › Items › KeySchema: has no HASH key');
  });
});
