import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

interface Request {
  /** A customer's id, or `staff:<id>`; nobody when absent. */
  readonly as?: string;
  readonly body?: unknown;
  /** The body word for word. */
  readonly text?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** `name=value` each. */
  readonly cookies?: readonly string[];
}

/** A request as API Gateway hands it to a function, with the claims of a verified access token. */
export const aRequest = ({ as, body, text, path, query, headers = {}, cookies }: Request): APIGatewayProxyEventV2 => {
  const staff = as?.startsWith('staff:') === true;
  const claims = as !== undefined && {
    sub: as.replace('staff:', ''),
    token_use: 'access',
    ...(staff && { 'cognito:groups': '[staff]' }),
  };
  return {
    routeKey: 'ANY /tested',
    headers,
    cookies,
    isBase64Encoded: false,
    body: text ?? (body === undefined ? undefined : JSON.stringify(body)),
    pathParameters: path,
    queryStringParameters: query,
    requestContext: { requestId: 'req-1', ...(claims && { authorizer: { jwt: { claims } } }) },
  } as unknown as APIGatewayProxyEventV2;
};

/** An answer's body, as far as tests look into it. */
export const bodyOf = (answer: APIGatewayProxyStructuredResultV2) =>
  JSON.parse(answer.body ?? '{}') as Readonly<Record<string, unknown>>;

/** The pointers of a problem's faults. */
export const pointersOf = (answer: APIGatewayProxyStructuredResultV2): readonly string[] =>
  ((bodyOf(answer)['errors'] ?? []) as readonly { readonly pointer: string }[]).map(({ pointer }) => pointer);
