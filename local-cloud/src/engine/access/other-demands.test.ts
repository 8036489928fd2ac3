import { describe, expect, it } from '@jest/globals';
import type { Call, Caller } from '../contract.ts';
import { ACCOUNT, aModel, aModelWhereRoleSays, arn } from './a-model.fixture.ts';
import { allow, call, denial, isAllowed, notAllowed, refusal, USER } from './calls.fixture.ts';

describe('a function that reads a secret', () => {
  const SECRET = arn('secretsmanager', 'secret:warehouse/key-Ab12Cd');
  const read = (SecretId: string): Call => call('secretsmanager', 'GetSecretValue', { SecretId });

  it.each(['warehouse/key', SECRET, arn('secretsmanager', 'secret:warehouse/key')])('may ask for %s', (id) => {
    expect(isAllowed([allow('secretsmanager:GetSecretValue', SECRET)], read(id))).toBe(true);
    const wildcard = arn('secretsmanager', 'secret:warehouse/key-??????');
    expect(isAllowed([allow('secretsmanager:GetSecretValue', wildcard)], read(id))).toBe(true);
  });

  it('is refused before it learns whether the secret exists, and shown what it asked for', () => {
    expect(refusal(aModelWhereRoleSays([]), read('no/such'))).toMatchObject({
      name: 'AccessDeniedException',
      message: notAllowed('secretsmanager:GetSecretValue', 'no/such'),
    });
  });

  it('lists secrets only where the policy names no resource', () => {
    const list = call('secretsmanager', 'ListSecrets', {});
    expect(isAllowed([allow('secretsmanager:ListSecrets', SECRET)], list)).toBe(false);
    expect(refusal(aModelWhereRoleSays([]), list)?.message).toContain('perform: secretsmanager:ListSecrets because no');
  });
});

describe('a function that sends mail', () => {
  const IDENTITY = arn('ses', 'identity/shop.example');
  const send = (Source: string): Call =>
    call('ses', 'SendEmail', { Source, Destination: { ToAddresses: ['jane@example.com'] } });

  it('needs the identity of the sender, and may be held to an address', () => {
    const conditions = { StringEquals: { 'ses:FromAddress': ['orders@shop.example'] } };
    const statements = [allow('ses:SendEmail', IDENTITY, conditions)];
    expect(isAllowed(statements, send('Shop <orders@shop.example>'))).toBe(true);
    expect(isAllowed(statements, send('billing@shop.example'))).toBe(false);
  });

  it('may be held to the domain of the recipients', () => {
    const conditions = { 'ForAllValues:StringLike': { 'ses:Recipients': ['*@shop.example'] } };
    expect(isAllowed([allow('ses:SendEmail', IDENTITY, conditions)], send('a@shop.example'))).toBe(false);
  });

  it('is refused in the words of SES', () => {
    expect(refusal(aModelWhereRoleSays([]), send('orders@shop.example'))).toMatchObject({
      name: 'AccessDenied',
      message: `User \`${USER}' is not authorized to perform \`ses:SendEmail' on resource \`${IDENTITY}'`,
    });
  });

  it('needs the permission for raw mails by their From header', () => {
    const Data = Buffer.from('From: Shop <orders@shop.example>\r\nTo: jane@example.com\r\n\r\nHello');
    const raw = call('ses', 'SendRawEmail', { RawMessage: { Data } });
    expect(isAllowed([allow('ses:SendRawEmail', IDENTITY)], raw)).toBe(true);
    expect(isAllowed([allow('ses:SendEmail', IDENTITY)], raw)).toBe(false);
  });
});

describe('a function that stores objects', () => {
  const get = call('s3', 'GetObject', { Bucket: 'invoices', Key: '2026/INV-1.pdf' });

  it('needs the objects of the bucket, not the bucket', () => {
    expect(isAllowed([allow('s3:GetObject', 'arn:aws:s3:::invoices/*')], get)).toBe(true);
    expect(isAllowed([allow('s3:GetObject', 'arn:aws:s3:::invoices')], get)).toBe(false);
    expect(isAllowed([allow('s3:GetObject', 'arn:aws:s3:::invoices/2025/*')], get)).toBe(false);
  });

  it('needs s3:GetObject for a head and s3:ListBucket for a list', () => {
    const head = call('s3', 'HeadObject', { Bucket: 'invoices', Key: 'a' });
    const list = call('s3', 'ListObjectsV2', { Bucket: 'invoices', Prefix: '2026/' });
    const conditions = { StringLike: { 's3:prefix': ['2026/*'] } };
    expect(isAllowed([allow('s3:GetObject', 'arn:aws:s3:::invoices/a')], head)).toBe(true);
    expect(isAllowed([allow('s3:ListBucket', 'arn:aws:s3:::invoices', conditions)], list)).toBe(true);
    expect(isAllowed([allow('s3:ListBucket', 'arn:aws:s3:::invoices/*')], list)).toBe(false);
  });

  it('is refused in the words of S3', () => {
    expect(refusal(aModelWhereRoleSays([]), get)).toMatchObject(
      denial('AccessDenied', 403, 's3:GetObject', '"arn:aws:s3:::invoices/2026/INV-1.pdf"'),
    );
  });
});

describe('a function that invokes a function', () => {
  const target = arn('lambda', 'function:orders-local-place');
  it.each(['orders-local-place', 'orders-local-place:live', target, `${ACCOUNT}:function:orders-local-place`])(
    'may name it %s',
    (FunctionName) => {
      expect(isAllowed([allow('lambda:InvokeFunction', target)], call('lambda', 'Invoke', { FunctionName }))).toBe(
        true,
      );
    },
  );

  it('is refused with 403', () => {
    expect(refusal(aModelWhereRoleSays([]), call('lambda', 'Invoke', { FunctionName: 'other' }))).toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('the user pool', () => {
  const POOL = arn('cognito-idp', 'userpool/eu-west-1_local');
  const anonymous: Caller = { kind: 'anonymous' };

  it.each(['SignUp', 'ConfirmSignUp', 'InitiateAuth', 'GetUser', 'ForgotPassword', 'VerifyUserAttribute'])(
    'lets anyone %s',
    (operation) => {
      expect(refusal(aModel(), call('cognito-idp', operation, {}, anonymous))).toBeUndefined();
      expect(refusal(aModel(), call('cognito-idp', operation, {}))).toBeUndefined();
    },
  );

  it('is administered with the permission on the pool', () => {
    const made = call('cognito-idp', 'AdminDeleteUser', { UserPoolId: 'eu-west-1_local', Username: 'jane' });
    expect(isAllowed([allow('cognito-idp:AdminDeleteUser', POOL)], made)).toBe(true);
    expect(refusal(aModelWhereRoleSays([]), made)).toMatchObject({ name: 'AccessDeniedException' });
    expect(refusal(aModel(), { ...made, caller: anonymous })).toMatchObject({
      name: 'MissingAuthenticationTokenException',
    });
  });
});
