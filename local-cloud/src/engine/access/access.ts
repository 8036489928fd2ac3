import type { CloudModel, FunctionDefinition, PolicyStatement } from '../../template/model.ts';
import { unknownOperation, type Call, type Caller, type ServiceName } from '../contract.ts';
import { memoised, oncePer } from '../memo.ts';
import type { RequestContext } from './conditions.ts';
import { contextOf, type Demand, type Demands } from './demand.ts';
import { accessDenied, notSigned } from './denial.ts';
import { dynamodbDemands } from './dynamodb.ts';
import { eventsDemands, sqsDemands } from './messaging-demands.ts';
import {
  lambdaDemands,
  PUBLIC_USER_POOL_OPERATIONS,
  s3Demands,
  secretsDemands,
  sesDemands,
  userPoolDemands,
} from './other-demands.ts';
import { compilePolicy, compileResourcePolicy, type Policy, type Verdict } from './statements.ts';

export interface Access {
  /**
   * Returns when the caller may make the call, and throws the service's own refusal when not. An operation that a
   * function cannot make here at all is an `UnknownOperationException`.
   */
  check(call: Call): void;
  /**
   * Whether the function's role allows the action on the resource, for what AWS does in the role's name: polling a
   * stream or a queue, and sending a failed batch or invocation to its destination. Conditions see no request keys.
   */
  mayFunction(functionName: string, action: string, resource: string): boolean;
}

interface Identity {
  readonly roleArn: string;
  readonly user: string;
  readonly policy: Policy;
  readonly context: RequestContext;
}

const identitiesOf = (model: CloudModel): ReadonlyMap<string, Identity> => {
  const policies = new Map(model.roles.map((role) => [role.arn, { role, policy: compileRole(role) }]));
  const identityOf = (definition: FunctionDefinition): Identity => {
    const found = policies.get(definition.roleArn);
    if (found === undefined)
      throw new Error(`The role of ${definition.name} is not in the model: ${definition.roleArn}`);
    return {
      roleArn: found.role.arn,
      user: `arn:aws:sts::${model.accountId}:assumed-role/${found.role.name}/${definition.name}`,
      policy: found.policy,
      context: contextOf({
        'aws:PrincipalArn': found.role.arn,
        'aws:PrincipalAccount': model.accountId,
        'aws:RequestedRegion': model.region,
        // The local endpoint is plain HTTP and stands for AWS's, which is TLS only.
        'aws:SecureTransport': 'true',
      }),
    };
  };
  return new Map(model.functions.map((definition) => [definition.name, identityOf(definition)]));
};

const compileRole = (role: CloudModel['roles'][number]): Policy => {
  try {
    return compilePolicy(role.statements);
  } catch (error) {
    throw new Error(`The policy of the role ${role.name} cannot be enforced locally.`, { cause: error });
  }
};

type ResourcePolicy = ReturnType<typeof compileResourcePolicy>;

const resourcePoliciesOf = (model: CloudModel): ReadonlyMap<string, ResourcePolicy> =>
  new Map(
    [...model.queues, ...model.functions].map(
      ({ arn, policy }: { arn: string; policy: readonly PolicyStatement[] }) => [arn, compileResourcePolicy(policy)],
    ),
  );

/**
 * Access control as AWS does it: the role of the calling function for what functions do, the policy on the queue or the
 * function for what AWS's services do. It remembers nothing but decisions, so that engines of one model share it. Throws
 * an Error when a policy in the model uses what cannot be judged here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const makeAccess: (model: CloudModel) => Access = oncePer((model) => {
  const identities = identitiesOf(model);
  const resourcePolicies = resourcePoliciesOf(model);
  const demands: Readonly<Record<ServiceName, Demands>> = {
    dynamodb: dynamodbDemands(model),
    events: eventsDemands(model),
    sqs: sqsDemands(model),
    lambda: lambdaDemands(model),
    secretsmanager: secretsDemands(model),
    ses: sesDemands(model),
    s3: s3Demands,
    'cognito-idp': userPoolDemands(model),
  };

  const demandsOf = ({ service, operation, input }: Call): readonly Demand[] => {
    const demand = demands[service][operation];
    if (demand === undefined) throw unknownOperation(service, operation);
    return demand(input as never);
  };

  const identityNamed = (functionName: string): Identity => {
    const identity = identities.get(functionName);
    if (identity === undefined) throw new Error(`There is no function ${functionName} in the model.`);
    return identity;
  };

  const onResource = (principal: string, { action, resource }: Demand, context: () => RequestContext): Verdict =>
    resourcePolicies.get(resource)?.(principal, action, resource, context) ?? 'implicit-deny';

  const checkFunction = (call: Call, { user, roleArn, policy, context }: Identity): void => {
    for (const demand of demandsOf(call)) {
      const { action, resource, shown = resource } = demand;
      const request = (): RequestContext => ({ ...context, ...demand.context() });
      const byRole = policy(action, resource, request);
      const byResource = onResource(roleArn, demand, request);
      const explicit = byRole === 'explicit-deny' || byResource === 'explicit-deny';
      // Within one account either policy is enough, and a deny in either is final.
      if (!explicit && (byRole === 'allow' || byResource === 'allow')) continue;
      throw accessDenied({
        service: call.service,
        action,
        resource: shown,
        user,
        explicit,
        policy: byResource === 'explicit-deny' ? 'resource-based' : 'identity-based',
      });
    }
  };

  /** A request of AWS itself says nothing beyond its source that a policy could ask for. */
  const ofService = memoised((key: string): Verdict => {
    const [principal = '', sourceArn = '', action = '', resource = ''] = key.split('\n');
    const context = (): RequestContext =>
      contextOf({
        'aws:SourceArn': sourceArn,
        'aws:SourceAccount': model.accountId,
        'aws:SecureTransport': 'true',
        'aws:RequestedRegion': model.region,
      });
    return resourcePolicies.get(resource)?.(principal, action, resource, context) ?? 'implicit-deny';
  });

  const checkService = (call: Call, { principal, sourceArn }: Caller & { kind: 'service' }): void => {
    for (const demand of demandsOf(call)) {
      const verdict = ofService(`${principal}\n${sourceArn}\n${demand.action}\n${demand.resource}`);
      if (verdict === 'allow') continue;
      const { action, resource } = demand;
      const explicit = verdict === 'explicit-deny';
      throw accessDenied({
        service: call.service,
        action,
        resource,
        user: principal,
        explicit,
        policy: 'resource-based',
      });
    }
  };

  const isPublic = ({ service, operation }: Call): boolean =>
    service === 'cognito-idp' && PUBLIC_USER_POOL_OPERATIONS.has(operation);

  return {
    check: (call) => {
      const { caller } = call;
      if (caller.kind === 'admin' || isPublic(call)) return;
      switch (caller.kind) {
        case 'anonymous':
          throw notSigned(call.service);
        case 'function':
          checkFunction(call, identityNamed(caller.functionName));
          return;
        case 'service':
          checkService(call, caller);
      }
    },
    mayFunction: (functionName, action, resource) => {
      const { policy, context } = identityNamed(functionName);
      return policy(action, resource, () => context) === 'allow';
    },
  };
});
