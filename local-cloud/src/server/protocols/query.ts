import { AwsError } from '../../engine/contract.ts';
import { readInput } from './read-input.ts';
import { inputShape } from './shapes.ts';
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

/** No operation's input is nested deeper: a deeper field is one that no operation reads. */
const DEEPEST_FIELD = 16;

const newTree = (): Tree => Object.create(null) as Tree;

const plant = (tree: Tree, path: readonly string[], value: string): void => {
  let at = tree;
  for (const name of path.slice(0, -1)) {
    const branch = at[name];
    const next = typeof branch === 'object' ? branch : newTree();
    at[name] = next;
    at = next;
  }
  at[path.at(-1) ?? ''] = value;
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
const inputOf = (operation: string, form: URLSearchParams): unknown => {
  const shape = inputShape('ses', operation);
  if (shape === undefined) return {};
  const tree = newTree();
  for (const [name, value] of form) {
    const path = name.split('.', DEEPEST_FIELD + 1);
    if (path.length <= DEEPEST_FIELD) plant(tree, path, value);
  }
  try {
    return readInput(shape, Object.fromEntries(Object.entries(tree).map(([name, item]) => [name, withLists(item)])));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError('MalformedInput', error.message);
  }
};

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Broken UTF-8, plain or percent-encoded, is refused: it would be read as other text. */
const formOf = (body: Buffer): URLSearchParams => {
  try {
    const text = UTF8.decode(body);
    decodeURIComponent(text);
    return new URLSearchParams(text);
  } catch {
    throw new AwsError('MalformedInput', 'The form is not well-formed UTF-8.');
  }
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

const answer = (request: WireRequest, { execute, accountId }: QueryDeps): WireAnswer => {
  const form = formOf(request.body);
  const operation = form.get('Action') ?? '';
  const version = form.get('Version') ?? '';
  const service = Object.hasOwn(VERSIONS, version) ? VERSIONS[version] : undefined;
  if (!service || (service === 'sts' && operation !== 'GetCallerIdentity')) {
    throw new AwsError('InvalidAction', `The local cloud does not know the action ${operation} (${version}).`);
  }
  const output =
    service === 'sts'
      ? callerIdentity(request, accountId)
      : execute(service, operation, inputOf(operation, form), request.caller);
  const result = `<${operation}Result>${elements(output ?? {}, 'member')}</${operation}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${escapeXml(request.requestId)}</RequestId></ResponseMetadata>`;
  const name = `${operation}Response`;
  return xml(200, request, `<${name} xmlns="${NAMESPACES[service]}">${result}${metadata}</${name}>`);
};

/** AWS Query: a form comes in, XML goes out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const answerQuery = (request: WireRequest, deps: QueryDeps): WireAnswer => {
  try {
    return answer(request, deps);
  } catch (error) {
    return errorAnswer(wireErrorOf(error), request);
  }
};
