import { describe, expect, it } from '@jest/globals';
import type { PolicyStatement } from '../../template/model.ts';
import type { Call } from '../contract.ts';
import { aModelWhereRoleSays, arn, aStatement } from './a-model.fixture.ts';
import { allow, call, denial, isAllowed, ORDERS, putOrder, refusal, STOCK, USER } from './calls.fixture.ts';

describe('a function that writes to a table', () => {
  it('is refused when its role says nothing, in the words of AWS', () => {
    expect(refusal(aModelWhereRoleSays([]), putOrder)).toMatchObject(
      denial('AccessDeniedException', 400, 'dynamodb:PutItem', ORDERS),
    );
  });

  it('is allowed by a statement on the table, whatever the case of the action', () => {
    expect(isAllowed([allow('dynamodb:putitem', ORDERS)], putOrder)).toBe(true);
  });

  it.each(['dynamodb:*', 'dynamodb:Put*', 'dynamodb:PutIte?', '*'])('is allowed by the action %s', (action) => {
    expect(isAllowed([allow(action, ORDERS)], putOrder)).toBe(true);
  });

  it('is refused by a statement on another table', () => {
    expect(isAllowed([allow('dynamodb:PutItem', STOCK)], putOrder)).toBe(false);
  });

  it('is refused by an explicit deny, and told so', () => {
    const statements = [
      allow('dynamodb:*', '*'),
      aStatement({ effect: 'Deny', actions: ['dynamodb:PutItem'], resources: [ORDERS] }),
    ];
    expect(refusal(aModelWhereRoleSays(statements), putOrder)?.message).toBe(
      `User: ${USER} is not authorized to perform: dynamodb:PutItem on resource: ${ORDERS} with an explicit deny in an identity-based policy`,
    );
  });

  it('may name the table by its ARN', () => {
    const made = call('dynamodb', 'GetItem', { TableName: ORDERS, Key: { pk: { S: 'o1' } } });
    expect(isAllowed([allow('dynamodb:GetItem', ORDERS)], made)).toBe(true);
  });
});

describe('a query', () => {
  const onIndex = call('dynamodb', 'Query', {
    TableName: 'orders-local',
    IndexName: 'byCustomer',
    KeyConditionExpression: '#c = :customer',
    ExpressionAttributeNames: { '#c': 'customerId' },
    ExpressionAttributeValues: { ':customer': { S: 'c1' } },
  });

  it('of an index needs the index, not the table', () => {
    expect(isAllowed([allow('dynamodb:Query', ORDERS)], onIndex)).toBe(false);
    expect(isAllowed([allow('dynamodb:Query', `${ORDERS}/index/byCustomer`)], onIndex)).toBe(true);
    expect(isAllowed([allow('dynamodb:Query', `${ORDERS}/index/*`)], onIndex)).toBe(true);
  });

  it.each([
    ['c1', true],
    ['c2', false],
  ])('is held to the leading key %s', (key, allowed) => {
    const conditions = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [key] } };
    expect(isAllowed([allow('dynamodb:Query', `${ORDERS}/index/*`, conditions)], onIndex)).toBe(allowed);
  });

  it('without a projection selects all attributes, which a policy can forbid', () => {
    const conditions = { StringEquals: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] } };
    const statements = [allow('dynamodb:Query', ORDERS, conditions)];
    const query = { TableName: 'orders-local', KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: {} };
    expect(isAllowed(statements, call('dynamodb', 'Query', query))).toBe(false);
    expect(isAllowed(statements, call('dynamodb', 'Query', { ...query, ProjectionExpression: 'pk' }))).toBe(true);
  });
});

describe('a role that may touch only some attributes', () => {
  const conditions = {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'shipment', 'version'] },
    StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW'] },
  };
  const update = (override: Readonly<Record<string, unknown>> = {}): Call =>
    call('dynamodb', 'UpdateItem', {
      TableName: 'orders-local',
      Key: { pk: { S: 'o1' } },
      UpdateExpression: 'SET shipment.#s = if_not_exists(shipment.#s, :s), #v = #v + :one',
      ConditionExpression: 'attribute_exists(pk) AND #v = :v',
      ExpressionAttributeNames: { '#s': 'status', '#v': 'version' },
      ...override,
    });
  const statements = [allow('dynamodb:UpdateItem', ORDERS, conditions)];

  it('may update those', () => expect(isAllowed(statements, update())).toBe(true));

  it('may not name another', () => {
    expect(isAllowed(statements, update({ UpdateExpression: 'SET total = :t' }))).toBe(false);
    expect(isAllowed(statements, update({ ConditionExpression: 'total > :t' }))).toBe(false);
  });

  it('may not have the whole item returned', () => {
    expect(isAllowed(statements, update({ ReturnValues: 'ALL_NEW' }))).toBe(false);
  });
});

describe('a role that may read only some attributes by key', () => {
  const conditions = {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'email'] },
    StringEqualsIfExists: { 'dynamodb:Select': ['SPECIFIC_ATTRIBUTES'] },
  };
  const one = { TableName: 'orders-local', Key: { pk: { S: 'o1' } } };
  const get = (projection: object): Call => call('dynamodb', 'GetItem', { ...one, ...projection });
  const batch = (projection: object): Call =>
    call('dynamodb', 'BatchGetItem', { RequestItems: { 'orders-local': { Keys: [one.Key], ...projection } } });

  it.each([
    ['GetItem', get],
    ['BatchGetItem', batch],
  ])('must name them in a %s', (action, read) => {
    const statements = [allow(`dynamodb:${action}`, ORDERS, conditions)];
    expect(isAllowed(statements, read({ ProjectionExpression: 'pk, email' }))).toBe(true);
    expect(isAllowed(statements, read({ ProjectionExpression: 'pk, email, phone' }))).toBe(false);
    expect(isAllowed(statements, read({}))).toBe(false);
  });
});

describe('a transaction', () => {
  const transaction = call('dynamodb', 'TransactWriteItems', {
    TransactItems: [
      { Put: { TableName: 'orders-local', Item: { pk: { S: 'o1' } } } },
      { Update: { TableName: 'stock-local', Key: { pk: { S: 's1' } }, UpdateExpression: 'SET n = :n' } },
      { Delete: { TableName: 'stock-local', Key: { pk: { S: 's2' } } } },
      {
        ConditionCheck: {
          TableName: 'orders-local',
          Key: { pk: { S: 'o2' } },
          ConditionExpression: 'attribute_exists(pk)',
        },
      },
    ],
  });
  const all = [
    allow(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'], ORDERS),
    allow(['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], STOCK),
  ];

  it('is allowed when each action is', () => expect(isAllowed(all, transaction)).toBe(true));

  it.each([
    ['dynamodb:PutItem', ORDERS],
    ['dynamodb:UpdateItem', STOCK],
    ['dynamodb:DeleteItem', STOCK],
    ['dynamodb:ConditionCheckItem', ORDERS],
  ])('is refused without %s', (action, resource) => {
    const model = aModelWhereRoleSays([
      ...all,
      aStatement({ effect: 'Deny', actions: [action], resources: [resource] }),
    ]);
    expect(refusal(model, transaction)?.message).toContain(`perform: ${action} on resource: ${resource}`);
  });

  it('of reads needs GetItem', () => {
    const reads = call('dynamodb', 'TransactGetItems', {
      TransactItems: [{ Get: { TableName: 'orders-local', Key: { pk: { S: 'o1' } } } }],
    });
    expect(isAllowed([allow('dynamodb:GetItem', ORDERS)], reads)).toBe(true);
    expect(isAllowed([], reads)).toBe(false);
  });
});

describe('a batch', () => {
  it('needs the batch action on every table', () => {
    const write = call('dynamodb', 'BatchWriteItem', {
      RequestItems: {
        'orders-local': [{ PutRequest: { Item: { pk: { S: 'o1' } } } }],
        'stock-local': [{ DeleteRequest: { Key: { pk: { S: 's1' } } } }],
      },
    });
    expect(isAllowed([allow('dynamodb:BatchWriteItem', ORDERS)], write)).toBe(false);
    expect(isAllowed([allow('dynamodb:BatchWriteItem', arn('dynamodb', 'table/*'))], write)).toBe(true);
  });

  it('of reads is held to every leading key', () => {
    const read = call('dynamodb', 'BatchGetItem', {
      RequestItems: { 'orders-local': { Keys: [{ pk: { S: 'o1' } }, { pk: { S: 'o2' } }] } },
    });
    const only = (keys: readonly string[]): PolicyStatement =>
      allow('dynamodb:BatchGetItem', ORDERS, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': keys } });
    expect(isAllowed([only(['o1'])], read)).toBe(false);
    expect(isAllowed([only(['o1', 'o2'])], read)).toBe(true);
  });
});
