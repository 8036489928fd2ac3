import { describe, expect, it } from '@jest/globals';
import { modelWith } from './testing/snippets.ts';

describe('a role', () => {
  const document = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: 'arn:x' }] });
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: { Policies: [{ PolicyName: 'a', PolicyDocument: document('s3:GetObject') }] },
  };

  it('has its inline statements and those of policies attached to it', () => {
    const Policy = {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'b', Roles: [{ Ref: 'Role' }], PolicyDocument: document('s3:PutObject') },
    };
    const { roles } = modelWith({ Role, Policy });
    expect(roles[0]?.arn).toBe('arn:aws:iam::000000000000:role/orderwire-shop-local-Role');
    expect(roles[0]?.statements.map(({ actions }) => actions)).toEqual([['s3:GetObject'], ['s3:PutObject']]);
  });

  it.each([
    [
      'a managed policy',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/X'] },
      'ManagedPolicyArns: arn:aws:iam::aws:policy/X',
    ],
    [
      'NotAction',
      {
        Policies: [
          { PolicyName: 'a', PolicyDocument: { Statement: [{ Effect: 'Allow', NotAction: 'a', Resource: 'b' }] } },
        ],
      },
      'NotAction: is a property',
    ],
  ])('may not have %s', (_, Properties, message) => {
    expect(() => modelWith({ Role: { Type: 'AWS::IAM::Role', Properties } })).toThrow(message);
  });
});
