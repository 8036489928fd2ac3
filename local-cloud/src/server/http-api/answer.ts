/** What is sent back. A header's name may occur twice: each cookie is a header of its own. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** These headers belong to the connection, or are computed here. */
const OURS = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const headersOf = (value: unknown): [string, string][] | undefined => {
  if (value === undefined || value === null) return [];
  if (!isRecord(value)) return undefined;
  const headers: [string, string][] = [];
  for (const [name, text] of Object.entries(value)) {
    if (!isScalar(text) || !HEADER_NAME.test(name) || !HEADER_VALUE.test(String(text))) return undefined;
    if (!OURS.has(name.toLowerCase())) headers.push([name.toLowerCase(), String(text)]);
  }
  return headers;
};

const inferred = (value: unknown): Answer => ({
  status: 200,
  headers: [['content-type', 'application/json']],
  body: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});

const isCookies = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((cookie) => typeof cookie === 'string' && HEADER_VALUE.test(cookie));

/**
 * Reads a function's answer in format 2.0; undefined when API Gateway would not accept it (it then answers 500).
 * Anything without a `statusCode` is the body of a 200.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const answerOf = (value: unknown): Answer | undefined => {
  if (!isRecord(value) || !('statusCode' in value)) return inferred(value);
  const status = Number(value['statusCode']);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  const headers = headersOf(value['headers']);
  const cookies = value['cookies'] ?? [];
  const body = value['body'] ?? '';
  if (!headers || !isCookies(cookies) || typeof body !== 'string') return undefined;
  if (!headers.some(([name]) => name === 'content-type') && body !== '') {
    headers.push(['content-type', 'text/plain;charset=UTF-8']);
  }
  for (const cookie of cookies) headers.push(['set-cookie', cookie]);
  return { status, headers, body: Buffer.from(body, value['isBase64Encoded'] === true ? 'base64' : 'utf8') };
};
