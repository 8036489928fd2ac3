import { createHmac } from 'node:crypto';
import type { Caller } from '../engine/contract.ts';

export interface FunctionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Which access keys belong to which function, and which caller an access key id stands for. */
export interface Credentials {
  keysOf(functionName: string): FunctionKeys;
  /**
   * By access key id only. Signatures are not checked on ordinary calls: the server listens on this machine, and the
   * keys tell functions apart so that their roles are enforced. Presigned links are checked, because those are given away.
   */
  callerOf(authorization: string | undefined): Caller;
  /** What a presigned link must have been signed with: a function's key, or the operator's `local`. */
  secretFor(accessKeyId: string): string | undefined;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PREFIX = 'AKIALOCAL';
/** Key id and secret of the operator at the command line. */
const OPERATOR = 'local';

/** `signingKey` makes the keys stable over restarts, so that links made before one still open after it. */
export const makeCredentials = (functionNames: readonly string[], signingKey: string): Credentials => {
  const keys = new Map<string, FunctionKeys>();
  const owners = new Map<string, string>();
  for (const name of functionNames) {
    const digest = createHmac('sha256', signingKey).update(name).digest();
    const tail = [...digest.subarray(0, 11)].map((byte) => ALPHABET[byte % 32]).join('');
    const accessKeyId = PREFIX + tail;
    keys.set(name, {
      accessKeyId,
      secretAccessKey: digest.toString('base64url'),
      sessionToken: `local-session-${tail}`,
    });
    owners.set(accessKeyId, name);
  }
  return {
    secretFor: (accessKeyId) => {
      if (accessKeyId === OPERATOR) return OPERATOR;
      const owner = owners.get(accessKeyId);
      return owner === undefined ? undefined : keys.get(owner)?.secretAccessKey;
    },
    keysOf: (functionName) => {
      const found = keys.get(functionName);
      if (!found) throw new Error(`No keys for function ${functionName}`);
      return found;
    },
    callerOf: (authorization) => {
      const accessKeyId = authorization && /Credential=([^/,\s]+)\//.exec(authorization)?.[1];
      if (!accessKeyId) return { kind: 'anonymous' };
      const functionName = owners.get(accessKeyId);
      if (functionName) return { kind: 'function', functionName };
      // Keys of a function that is gone must not become the operator's.
      return accessKeyId.startsWith(PREFIX) ? { kind: 'anonymous' } : { kind: 'admin' };
    },
  };
};
