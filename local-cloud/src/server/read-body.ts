import type { IncomingMessage } from 'node:http';

export type Body =
  { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly reason: 'too-large' | 'aborted' };

/** Beyond this an upload is not even read to its end. */
const DRAIN_LIMIT = 64 * 1024 * 1024;
const EMPTY: Body = { ok: true, bytes: Buffer.alloc(0) };

const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

/**
 * Reads at most `limit` bytes. What is too large is read to its end and thrown away, because a client that is still
 * sending when the socket closes never sees the 413.
 */
export const readBody = (request: IncomingMessage, limit: number): Promise<Body> => {
  if (!hasBody(request)) return Promise.resolve(EMPTY);
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks = [];
        if (size > DRAIN_LIMIT) {
          request.pause();
          resolve({ ok: false, reason: 'too-large' });
        }
      }
    });
    request.on('end', () => {
      if (size > limit) resolve({ ok: false, reason: 'too-large' });
      else resolve({ ok: true, bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) });
    });
    request.on('error', () => resolve({ ok: false, reason: 'aborted' }));
    request.on('close', () => resolve({ ok: false, reason: 'aborted' }));
  });
};
