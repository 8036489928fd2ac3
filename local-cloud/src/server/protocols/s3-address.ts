import { AwsError } from '../../engine/contract.ts';

export interface Address {
  /** Empty for the account's root. */
  readonly bucket: string;
  /** Decoded; empty for the bucket itself. */
  readonly key: string;
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
};

/**
 * Which object is meant: by path (`/bucket/key`), which SDKs use for an endpoint that is an IP address, or by host
 * (`bucket.localhost:4566/key`). https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export const addressOf = (host: string, path: string, buckets: readonly string[]): Address => {
  const byHost = buckets.find((name) => host.startsWith(`${name}.`));
  if (byHost !== undefined) return { bucket: byHost, key: decode(path.slice(1)) };
  const slash = path.indexOf('/', 1);
  return slash < 0
    ? { bucket: decode(path.slice(1)), key: '' }
    : { bucket: decode(path.slice(1, slash)), key: decode(path.slice(slash + 1)) };
};
