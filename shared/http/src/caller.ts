import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { may, type Right } from './rights.ts';

/** Who calls, as the user pool says. */
export interface Caller {
  /** The user pool's `sub`: the customer's id everywhere. */
  readonly customerId: string;
  /** Has the right that the route names: what is another's counts as theirs here. */
  readonly staff: boolean;
  /** Of staff who write: why, in their own words. */
  readonly reason?: string;
}

/**
 * Reads the caller from what API Gateway's JWT authorizer has verified. Undefined when there is none, and for an *id*
 * token, which the authorizer lets pass: only access tokens open this API.
 * @param right that the route names; `null` where nobody has more than the own
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const callerOf = (event: APIGatewayProxyEventV2, right: Right | null): Caller | undefined => {
  const { authorizer } = event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  const claims = authorizer?.jwt?.claims;
  if (claims?.['token_use'] !== 'access' || typeof claims['sub'] !== 'string') return undefined;
  const groups = groupsOf(claims['cognito:groups']);
  return { customerId: claims['sub'], staff: right !== null && may(groups, right) };
};

/**
 * The names in a list as API Gateway writes it: `[guests staff]`, as measured and reported at
 * https://github.com/floci-io/floci/pull/2011. A group's name may hold commas and brackets, but no blank
 * (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html), so `[guests,staff]` is
 * one group. What is no such list names none: nobody becomes staff by a format that we do not know.
 */
const groupsOf = (claim: unknown): readonly string[] =>
  typeof claim === 'string' && claim.startsWith('[') && claim.endsWith(']') ? claim.slice(1, -1).split(' ') : [];
