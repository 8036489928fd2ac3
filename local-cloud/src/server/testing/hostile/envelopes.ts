import type { Random } from '../../../simulator/random.ts';

/** A request before it becomes bytes. */
export interface Parts {
  readonly method: string;
  /** With its query, as it goes over the wire. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** A text for a place in a path or a query, mostly one that no address holds. */
export const SEGMENTS = [
  'hostile',
  '%zz',
  '%',
  '%C0%AF',
  '%ED%A0%80',
  '%00',
  '..',
  '%2e%2e',
  '%2F',
  'a'.repeat(1_100),
  '\u00ff',
  '',
  '*',
] as const;
export const QUERIES = [
  '',
  '?',
  '?x=1&x=2',
  '?list-type=2&max-keys=-1',
  '?list-type=2&max-keys=x&prefix=%zz',
  '?location',
  '?uploads',
  '?versionId=1',
  '?X-Amz-Signature=0',
  '?X-Amz-Signature=0&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=local/2/3/4/5&X-Amz-Date=99999999T999999Z&X-Amz-SignedHeaders=host&X-Amz-Expires=1e3',
  '?x-id=GetObject',
  '?__proto__=1',
  '?%zz=%zz',
  '?response-content-type=%0d%0ax:y',
  '?response-content-disposition=%C3%BC',
  '?list-type=2&continuation-token=%zz&start-after=%ff',
  '?list-type=2&encoding-type=url&delimiter=/',
  `?x=${'1'.repeat(7_000)}`,
] as const;
export const HEADERS: readonly (readonly [string, string])[] = [
  ['range', 'bytes=0-'],
  ['range', 'bytes=9-1'],
  ['range', 'bytes=-0'],
  ['range', `bytes=${'9'.repeat(400)}-`],
  ['range', 'x'],
  ['if-match', '*'],
  ['if-none-match', '*'],
  ['if-none-match', '"x"'],
  ['content-md5', 'AAAA'],
  ['content-md5', '!!!!'],
  ['x-amz-checksum-sha256', 'x'],
  ['x-amz-checksum-crc32', 'AAAAAA=='],
  ['x-amz-meta-x', '\u00fc'],
  ['x-amz-meta-', 'x'],
  ['x-amz-meta-__proto__', 'x'],
  ['content-encoding', 'aws-chunked'],
  ['content-encoding', 'gzip'],
  ['x-amz-content-sha256', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'],
  ['x-amz-copy-source', '/a/b'],
  ['content-type', '\u00ff'],
  ['content-type', 'text/html; charset=x'],
  ['x-amz-invocation-type', 'Event'],
  ['x-amz-invocation-type', 'DryRun'],
  ['x-amz-invocation-type', 'x'],
  ['x-amz-client-context', '!!!!'],
  ['x-amz-log-type', 'Tail'],
  ['cache-control', 'x'.repeat(5_000)],
  ['host', 'x'],
  ['host', ''],
  ['expect', '100-continue'],
  ['accept', 'text/html'],
  ['origin', 'http://evil.example'],
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'M-SEARCH'] as const;
export const CHUNKED = [
  '5\r\nhello\r\n0\r\n\r\n',
  '5\r\nhel',
  'zz\r\n',
  '-5\r\n',
  'ffffffffff\r\nx',
  '0\r\nx-amz-checksum-crc32:x\r\n\r\n',
  '',
] as const;

/** What is wrong with the envelope, now and then. */
export const disturbed = (parts: Parts, random: Random): Parts => {
  const { method, path, headers, body } = parts;
  const without = random.pick(headers)[0];
  const kinds: readonly (() => Parts)[] = [
    () => ({ ...parts, headers: headers.filter(([name]) => name !== without) }),
    () => ({ ...parts, headers: [...headers, random.pick(HEADERS)] }),
    () => ({ ...parts, headers: headers.map(([name, value]) => [name, name === without ? value.slice(1) : value]) }),
    () => ({ ...parts, headers: [...headers, ...headers] }),
    () => ({ ...parts, headers: [...headers, ['x-long', 'x'.repeat(random.pick([9_000, 33_000, 70_000]))]] }),
    () => ({ ...parts, method: random.pick(METHODS) }),
    () => ({ ...parts, path: `${path.split('?')[0] ?? ''}${random.pick(QUERIES)}` }),
    () => ({ ...parts, path: `/${random.pick(SEGMENTS)}${path}` }),
    () => ({ ...parts, path: path.replace(/[^/?]+/, () => random.pick(SEGMENTS)) }),
    () => ({ ...parts, body: random.chance(0.5) ? Buffer.alloc(0) : Buffer.concat([body, body]) }),
  ];
  return method === 'HEAD' && random.chance(0.5) ? parts : random.pick(kinds)();
};
