import { AwsError } from '../../engine/contract.ts';
import { headerOf, wireErrorOf } from './wire.ts';
import type { Execute, WireAnswer, WireError, WireRequest } from './wire.ts';
import { elements, escapeXml } from './xml.ts';

/** API version → service, as AWS Query names no service. */
const VERSIONS: Readonly<Record<string, 'ses' | 'sts'>> = { '2010-12-01': 'ses', '2011-06-15': 'sts' };
const NAMESPACES = {
  ses: 'http://ses.amazonaws.com/doc/2010-12-01/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
} as const;

export const isQuery = ({ method, headers }: Pick<WireRequest, 'method' | 'headers'>): boolean =>
  method === 'POST' && (headerOf(headers, 'content-type') ?? '').startsWith('application/x-www-form-urlencoded');

type Tree = { [name: string]: Tree | string };

const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

const plant = (tree: Tree, path: readonly string[], value: string): void => {
  const [head = '', ...rest] = path;
  if (FORBIDDEN_NAMES.has(head)) return;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const branch = tree[head];
  const next: Tree = typeof branch === 'object' ? branch : {};
  tree[head] = next;
  plant(next, rest, value);
};

/** `{member: {1: a, 2: b}}` is the list `[a, b]`. */
const withLists = (tree: Tree | string): unknown => {
  if (typeof tree === 'string') return tree;
  const { member } = tree;
  if (typeof member === 'object') {
    return Object.entries(member)
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, item]) => withLists(item));
  }
  return Object.fromEntries(Object.entries(tree).map(([name, item]) => [name, withLists(item)]));
};

/** `Destination.ToAddresses.member.1=a` → `{Destination: {ToAddresses: ['a']}}`. */
const inputOf = (form: URLSearchParams): Record<string, unknown> => {
  const tree: Tree = {};
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') plant(tree, name.split('.'), value);
  }
  return Object.fromEntries(Object.entries(tree).map(([name, item]) => [name, withLists(item)]));
};

/** The one place where the operations we serve take bytes. */
const withRawMessage = (input: Record<string, unknown>): Record<string, unknown> => {
  const raw = input['RawMessage'];
  if (typeof raw !== 'object' || raw === null || !('Data' in raw) || typeof raw.Data !== 'string') return input;
  return { ...input, RawMessage: { Data: Buffer.from(raw.Data, 'base64') } };
};

const xml = (status: number, request: WireRequest, body: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': request.requestId },
  body,
});

const errorAnswer = (error: WireError, request: WireRequest): WireAnswer => {
  const type = error.fault === 'client' ? 'Sender' : 'Receiver';
  const detail = elements({ Type: type, Code: error.name, Message: error.message }, 'member');
  return xml(
    error.status,
    request,
    `<ErrorResponse><Error>${detail}</Error><RequestId>${request.requestId}</RequestId></ErrorResponse>`,
  );
};

export interface QueryDeps {
  readonly execute: Execute;
  readonly accountId: string;
}

const callerIdentity = ({ caller }: WireRequest, accountId: string) => {
  const name = caller.kind === 'function' ? `assumed-role/${caller.functionName}` : 'user/local';
  const service = caller.kind === 'function' ? 'sts' : 'iam';
  return { Arn: `arn:aws:${service}::${accountId}:${name}`, UserId: 'LOCAL', Account: accountId };
};

/** AWS Query: a form comes in, XML goes out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const answerQuery = (request: WireRequest, { execute, accountId }: QueryDeps): WireAnswer => {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const operation = form.get('Action') ?? '';
  const version = form.get('Version') ?? '';
  const service = Object.hasOwn(VERSIONS, version) ? VERSIONS[version] : undefined;
  try {
    if (!service || (service === 'sts' && operation !== 'GetCallerIdentity')) {
      throw new AwsError('InvalidAction', `The local cloud does not know the action ${operation} (${version}).`);
    }
    const output =
      service === 'sts'
        ? callerIdentity(request, accountId)
        : execute(service, operation, withRawMessage(inputOf(form)), request.caller);
    const result = `<${operation}Result>${elements(output ?? {}, 'member')}</${operation}Result>`;
    const metadata = `<ResponseMetadata><RequestId>${escapeXml(request.requestId)}</RequestId></ResponseMetadata>`;
    const name = `${operation}Response`;
    return xml(200, request, `<${name} xmlns="${NAMESPACES[service]}">${result}${metadata}</${name}>`);
  } catch (error) {
    return errorAnswer(wireErrorOf(error), request);
  }
};
