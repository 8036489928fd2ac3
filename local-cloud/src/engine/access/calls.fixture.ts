import type { CloudModel, PolicyStatement } from '../../template/model.ts';
import { AwsError, type Call, type Caller, type ServiceName } from '../contract.ts';
import { ACCOUNT, aModelWhereRoleSays, arn, aStatement } from './a-model.fixture.ts';
import { makeAccess } from './access.ts';

/** For the tests of access: calls of the function `orders-local-place`, and what becomes of them. */

const place: Caller = { kind: 'function', functionName: 'orders-local-place' };
export const ORDERS = arn('dynamodb', 'table/orders-local');
export const STOCK = arn('dynamodb', 'table/stock-local');
export const USER = `arn:aws:sts::${ACCOUNT}:assumed-role/orders-place/orders-local-place`;

export const call = (service: ServiceName, operation: string, input: unknown, caller: Caller = place): Call => ({
  service,
  operation,
  input,
  caller,
});

export const allow = (actions: string | readonly string[], resource: string, conditions = {}): PolicyStatement =>
  aStatement({ actions: [actions].flat(), resources: [resource], conditions });

export const refusal = (model: CloudModel, made: Call): AwsError | undefined => {
  try {
    makeAccess(model).check(made);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
};

export const isAllowed = (statements: readonly PolicyStatement[], made: Call): boolean =>
  refusal(aModelWhereRoleSays(statements), made) === undefined;

/** AWS's words for a call that no statement of the role allows. */
export const notAllowed = (action: string, resource: string): string =>
  `User: ${USER} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

/** How a service refuses a call that no statement of the role allows. */
export const denial = (name: string, httpStatusCode: number, action: string, resource: string) => ({
  name,
  $metadata: { httpStatusCode },
  message: notAllowed(action, resource),
});

export const putOrder = call('dynamodb', 'PutItem', {
  TableName: 'orders-local',
  Item: { pk: { S: 'o1' }, total: { N: '5' } },
});
