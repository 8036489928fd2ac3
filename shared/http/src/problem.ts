import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** One fault in the request: where, and what is wrong there. */
export interface FieldError {
  /** A JSON pointer into the body, `#/items/0/count`, or the name of a parameter. */
  readonly pointer: string;
  readonly message: string;
}

export interface Problem {
  readonly status: number;
  /** Stable, SCREAMING_SNAKE: what a client may branch on. */
  readonly code: string;
  /** For people; holds nothing of another customer's and no personal data. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** Further members for machines, for example `offer` or `instruction`. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** An RFC 9457 problem as API Gateway's answer. */
export const problemAnswer = (problem: Problem, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: problem.status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...problem.headers },
  body: JSON.stringify({
    type: 'about:blank',
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.errors && { errors: problem.errors }),
    ...problem.more,
    requestId,
  }),
});
