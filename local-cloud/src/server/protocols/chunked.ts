import { AwsError } from '../../engine/contract.ts';

export interface Decoded {
  readonly bytes: Buffer;
  /** The trailing headers, names in lower case: checksums. */
  readonly trailers: Readonly<Record<string, string>>;
}

const malformed = (): AwsError => new AwsError('IncompleteBody', 'The request body is not well-formed aws-chunked.');

const trailersOf = (text: string): Record<string, string> => {
  const trailers: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
};

/**
 * Takes `aws-chunked` apart: `size[;chunk-signature=…]\r\n` bytes `\r\n` …, a chunk of size 0, then trailers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export const decodeChunked = (body: Buffer): Decoded => {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd < 0) throw malformed();
    const size = Number.parseInt(body.toString('latin1', at, lineEnd).split(';')[0] ?? '', 16);
    const start = lineEnd + 2;
    if (Number.isNaN(size) || start + size > body.length) throw malformed();
    if (size === 0) return { bytes: Buffer.concat(chunks), trailers: trailersOf(body.toString('latin1', start)) };
    chunks.push(body.subarray(start, start + size));
    at = start + size + 2;
  }
};
