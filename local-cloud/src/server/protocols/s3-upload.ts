import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { AwsError } from '../../engine/contract.ts';
import { decodeChunked } from './chunked.ts';
import { headerOf } from './wire.ts';

const hash = (algorithm: string) => (bytes: Buffer) => createHash(algorithm).update(bytes).digest('base64');

const crc = (bytes: Buffer): string => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
};

/** CRC32C and CRC64NVME are accepted unchecked: Node cannot compute them, and no SDK sends them without being told to. */
const CHECKSUMS: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'content-md5': hash('md5'),
  'x-amz-checksum-crc32': crc,
  'x-amz-checksum-sha1': hash('sha1'),
  'x-amz-checksum-sha256': hash('sha256'),
};

const METADATA = 'x-amz-meta-';

/** From headers, or from the query of a presigned link, where signers put what they sign. */
export const metadataOf = (headers: IncomingHttpHeaders, query: URLSearchParams): Record<string, string> => {
  const given = [...Object.keys(headers).map((name) => [name, headerOf(headers, name) ?? ''] as const), ...query];
  const metadata: Record<string, string> = {};
  for (const [name, value] of given)
    if (name.toLowerCase().startsWith(METADATA)) metadata[name.slice(METADATA.length).toLowerCase()] = value;
  return metadata;
};

/** Without `aws-chunked`, which belongs to the transfer and not to the object. */
const encodingOf = (headers: IncomingHttpHeaders): string | undefined => {
  const codings = (headerOf(headers, 'content-encoding') ?? '').split(',').map((coding) => coding.trim());
  return codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(',') || undefined;
};

export interface Upload {
  readonly bytes: Buffer;
  readonly contentEncoding: string | undefined;
  /** What the answer repeats. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** The object's own bytes, checked against every checksum that came with them, in front or behind. */
export const uploadOf = (headers: IncomingHttpHeaders, body: Buffer): Upload => {
  const streamed =
    (headerOf(headers, 'x-amz-content-sha256') ?? '').startsWith('STREAMING-') ||
    (headerOf(headers, 'content-encoding') ?? '').includes('aws-chunked');
  const { bytes, trailers } = streamed ? decodeChunked(body) : { bytes: body, trailers: {} as Record<string, string> };
  const checksums: Record<string, string> = {};
  for (const [name, compute] of Object.entries(CHECKSUMS)) {
    const given = headerOf(headers, name) ?? trailers[name];
    if (given === undefined) continue;
    if (given !== compute(bytes)) {
      throw new AwsError('BadDigest', `The ${name} you specified did not match what we received.`);
    }
    if (name !== 'content-md5') checksums[name] = given;
  }
  return { bytes, contentEncoding: encodingOf(headers), checksums };
};
