import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** `GET /health`: the API, its routing and a function are up. It asks no other service. */
export const health = (): Promise<APIGatewayProxyStructuredResultV2> =>
  Promise.resolve({
    statusCode: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify({ status: 'ok' }),
  });
