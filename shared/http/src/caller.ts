import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Who calls, as the user pool says. */
export interface Caller {
  /** The user pool's `sub`: the customer's id everywhere. */
  readonly customerId: string;
  /** Member of the user pool group `staff`. */
  readonly staff: boolean;
}

const STAFF_GROUP = 'staff';

/**
 * Reads the caller from what API Gateway's JWT authorizer has verified. Undefined when there is none, and for an *id*
 * token, which the authorizer lets pass: only access tokens open this API.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const callerOf = (event: APIGatewayProxyEventV2): Caller | undefined => {
  const { authorizer } = event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  const claims = authorizer?.jwt?.claims;
  if (claims?.['token_use'] !== 'access' || typeof claims['sub'] !== 'string') return undefined;
  return { customerId: claims['sub'], staff: groupsOf(claims['cognito:groups']).includes(STAFF_GROUP) };
};

/**
 * The names in a list as API Gateway writes it: `[guests staff]`, as measured and reported at
 * https://github.com/floci-io/floci/pull/2011. A group's name may hold commas and brackets, but no blank
 * (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html), so `[guests,staff]` is
 * one group. What is no such list names none: nobody becomes staff by a format that we do not know.
 */
const groupsOf = (claim: unknown): readonly string[] =>
  typeof claim === 'string' && claim.startsWith('[') && claim.endsWith(']') ? claim.slice(1, -1).split(' ') : [];
