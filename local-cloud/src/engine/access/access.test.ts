import { describe, expect, it } from '@jest/globals';
import type { CloudModel, PolicyStatement } from '../../template/model.ts';
import type { Call, Caller } from '../contract.ts';
import { aFunction, aModel, aModelWhereRoleSays, arn, aStatement, REGION } from './a-model.fixture.ts';
import { makeAccess } from './access.ts';
import { allow, call, putOrder, refusal } from './calls.fixture.ts';

describe('a caller without credentials', () => {
  it('is refused by S3 in its own way', () => {
    const made = call('s3', 'GetObject', { Bucket: 'invoices', Key: 'a' }, { kind: 'anonymous' });
    expect(refusal(aModel(), made)).toMatchObject({ name: 'AccessDenied', message: 'Access Denied' });
  });
});

describe('AWS itself acting for a rule', () => {
  const rule = arn('events', 'rule/shop/to-payments');
  const eventBridge: Caller = { kind: 'service', principal: 'events.amazonaws.com', sourceArn: rule };
  const QUEUE = arn('sqs', 'payments-in');
  const send = (caller: Caller = eventBridge): Call =>
    call('sqs', 'SendMessage', { QueueUrl: aModel().queues[0]!.url, MessageBody: '{}' }, caller);
  const withPolicy = (...policy: readonly PolicyStatement[]): CloudModel =>
    aModel({ queues: aModel().queues.map((queue) => ({ ...queue, policy })) });
  const granted = aStatement({
    actions: ['sqs:SendMessage'],
    resources: [QUEUE],
    principals: ['events.amazonaws.com'],
    conditions: { ArnEquals: { 'aws:SourceArn': [rule] } },
  });

  it('may send where the queue policy names it and the rule', () => {
    expect(refusal(withPolicy(granted), send())).toBeUndefined();
  });

  it('may not without a queue policy', () => {
    expect(refusal(withPolicy(), send())).toMatchObject({
      name: 'AccessDenied',
      message: `User: events.amazonaws.com is not authorized to perform: sqs:sendmessage on resource: ${QUEUE} because no resource-based policy allows the sqs:sendmessage action`,
    });
  });

  it('may not for another rule, nor as another service', () => {
    const other = { ...eventBridge, sourceArn: arn('events', 'rule/shop/other') };
    expect(refusal(withPolicy(granted), send(other))).toBeDefined();
    expect(refusal(withPolicy(granted), send({ ...eventBridge, principal: 'sns.amazonaws.com' }))).toBeDefined();
  });

  it('may invoke a function that permits it', () => {
    const invoke = call('lambda', 'Invoke', { FunctionName: 'orders-local-place' }, eventBridge);
    const permission = aStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [aFunction().arn],
      principals: ['events.amazonaws.com'],
      conditions: { ArnLike: { 'aws:SourceArn': [arn('events', 'rule/shop/*')] } },
    });
    expect(refusal(aModel({ functions: [aFunction({ policy: [permission] })] }), invoke)).toBeUndefined();
    expect(refusal(aModel(), invoke)).toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('the operator', () => {
  it('may do everything', () => {
    expect(refusal(aModel(), { ...putOrder, caller: { kind: 'admin' } })).toBeUndefined();
  });
});

describe('what the local cloud cannot judge', () => {
  it('is refused by name when a function calls an operation it does not have', () => {
    expect(
      refusal(aModelWhereRoleSays([aStatement()]), call('dynamodb', 'ExportTableToPointInTime', {})),
    ).toMatchObject({
      name: 'UnknownOperationException',
    });
  });

  it.each([
    [{ DateLessThan: { 'aws:SourceArn': ['x'] } }, 'condition operator DateLessThan'],
    [{ StringEquals: { 'aws:SourceIp': ['10.0.0.1'] } }, 'condition key aws:SourceIp'],
    [{ StringEquals: { 'dynamodb:LeadingKeys': ['${aws:userid}'] } }, 'policy variables: ${aws:userid}'],
  ])('stops the start: %j', (conditions, text) => {
    const start = (): unknown => makeAccess(aModelWhereRoleSays([aStatement({ conditions })]));
    expect(start).toThrow('The policy of the role orders-place cannot be enforced locally.');
    try {
      start();
    } catch (error) {
      expect((error as Error).cause).toMatchObject({ message: expect.stringContaining(text) });
    }
  });

  it('stops the start when a function has no role', () => {
    expect(() => makeAccess(aModel({ roles: [] }))).toThrow('The role of orders-local-place is not in the model');
  });
});

describe('what AWS does in the name of a function', () => {
  it('is judged by its role', () => {
    const access = makeAccess(aModelWhereRoleSays([allow('sqs:SendMessage', arn('sqs', 'payments-in'))]));
    expect(access.mayFunction('orders-local-place', 'sqs:SendMessage', arn('sqs', 'payments-in'))).toBe(true);
    expect(access.mayFunction('orders-local-place', 'sqs:SendMessage', arn('sqs', 'other'))).toBe(false);
  });

  it('sees the global keys', () => {
    const conditions = { StringEquals: { 'aws:RequestedRegion': [REGION] }, Bool: { 'aws:SecureTransport': ['true'] } };
    const access = makeAccess(aModelWhereRoleSays([allow('sqs:SendMessage', '*', conditions)]));
    expect(access.mayFunction('orders-local-place', 'sqs:SendMessage', arn('sqs', 'other'))).toBe(true);
  });
});
