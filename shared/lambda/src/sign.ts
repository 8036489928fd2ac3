import { createHmac, hash } from 'node:crypto';

export interface Signable {
  readonly method: string;
  /** Encoded, as it is sent. */
  readonly path: string;
  /** Names in lower case. All are signed. */
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * Signature version 4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html) of requests without a
 * query, as the SDK's signer writes it. That one makes a dozen promises and hashes the keys at each call: a tenth of what functions do.
 */
export const makeSigner = ({ region, service }: { readonly region: string; readonly service: string }) => {
  let known: { readonly secret: string; readonly day: string; readonly key: Buffer } | undefined;

  const keyOf = (secret: string, day: string): Buffer => {
    if (known?.secret !== secret || known.day !== day)
      known = { secret, day, key: [day, region, service, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secret}`)) };
    return known.key;
  };

  /** Adds what is signed and the signature to the headers. */
  return ({ method, path, headers, body }: Signable, keys: Keys, at: Date): void => {
    const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
    const day = time.slice(0, 8);
    const scope = `${day}/${region}/${service}/aws4_request`;
    const payload = hash('sha256', body);
    headers['x-amz-date'] = time;
    headers['x-amz-content-sha256'] = payload;
    if (keys.sessionToken !== undefined) headers['x-amz-security-token'] = keys.sessionToken;
    const names = Object.keys(headers).sort();
    const signed = names.join(';');
    const lines = names.map((name) => `${name}:${headers[name] ?? ''}\n`).join('');
    const asked = hash('sha256', `${method}\n${path}\n\n${lines}\n${signed}\n${payload}`);
    const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${asked}`;
    const signature = createHmac('sha256', keyOf(keys.secretAccessKey, day)).update(text).digest('hex');
    headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
  };
};
