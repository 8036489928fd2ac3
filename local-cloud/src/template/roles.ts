import type { Cloud } from './cloud.ts';
import type { PolicyStatement, RoleDefinition } from './model.ts';
import { statementsOf } from './statements.ts';

/** Roles with their inline policies and with what AWS::IAM::Policy attaches to them. */
export const rolesOf = (cloud: Cloud): readonly RoleDefinition[] => {
  const attached = new Map<string, readonly PolicyStatement[]>();
  cloud.each('AWS::IAM::Policy', ({ properties }) => {
    const statements = statementsOf(properties);
    properties.ignore('PolicyName');
    for (const role of properties.texts('Roles')) attached.set(role, [...(attached.get(role) ?? []), ...statements]);
  });
  return cloud.each('AWS::IAM::Role', ({ ref, properties, attribute }) => {
    const inline = properties.children('Policies').flatMap((policy) => {
      policy.ignore('PolicyName');
      return statementsOf(policy);
    });
    const managed = properties.texts('ManagedPolicyArns');
    if (managed[0] !== undefined) {
      return properties.fail('ManagedPolicyArns', `${managed[0]} is not emulated; write the statements out.`);
    }
    properties.ignore('AssumeRolePolicyDocument', 'Path', 'RoleName', 'Description', 'Tags', 'MaxSessionDuration');
    return { name: ref, arn: attribute('Arn'), statements: [...inline, ...(attached.get(ref) ?? [])] };
  });
};
