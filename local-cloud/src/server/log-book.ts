import { createWriteStream, mkdirSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';

export interface LogLine {
  /** Rises over all functions: `since` of the next look. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly functionName: string;
  readonly requestId?: string;
  readonly text: string;
}

export interface LogBook {
  /** `text` may hold several lines, and the end of one may come later. */
  write(functionName: string, text: string, requestId?: string): void;
  read(filter?: {
    readonly functionName?: string;
    readonly since?: number;
    readonly limit?: number;
  }): readonly LogLine[];
  stop(): Promise<void>;
}

export interface LogBookOptions {
  readonly now: () => number;
  /** Where one file per function is kept; without it lines are only in memory. */
  readonly directory?: string;
  /** Lines kept in memory per function. */
  readonly keep?: number;
  /** The meter's ear: CloudWatch bills by ingested byte. */
  readonly onBytes?: (functionName: string, bytes: number) => void;
}

const end = (stream: WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.once('error', () => resolve());
    stream.end(resolve);
  });

export const makeLogBook = ({ now, directory, keep = 2_000, onBytes }: LogBookOptions): LogBook => {
  const rings = new Map<string, LogLine[]>();
  const files = new Map<string, WriteStream>();
  let sequence = 0;
  let stopped = false;

  const fileOf = (functionName: string): WriteStream | undefined => {
    if (directory === undefined || stopped) return undefined;
    let file = files.get(functionName);
    if (!file) {
      mkdirSync(directory, { recursive: true });
      file = createWriteStream(join(directory, `${functionName}.log`), { flags: 'a' });
      // A full disk must not stop the platform: the lines are still in memory.
      file.on('error', () => files.delete(functionName));
      files.set(functionName, file);
    }
    return file;
  };

  return {
    write: (functionName, text, requestId) => {
      const ring = rings.get(functionName) ?? [];
      rings.set(functionName, ring);
      const at = now();
      for (const line of text.replace(/\n$/, '').split('\n')) {
        sequence += 1;
        ring.push({ sequence, at, functionName, ...(requestId === undefined ? {} : { requestId }), text: line });
      }
      // Trimmed in one go now and then: a shift per line would move the whole ring each time.
      if (ring.length > keep * 2) ring.splice(0, ring.length - keep);
      fileOf(functionName)?.write(text.endsWith('\n') ? text : `${text}\n`);
      onBytes?.(functionName, Buffer.byteLength(text));
    },
    read: ({ functionName, since = 0, limit = 500 } = {}) => {
      const chosen = functionName === undefined ? [...rings.values()].flat() : (rings.get(functionName) ?? []);
      return chosen
        .filter((line) => line.sequence > since)
        .sort((a, b) => a.sequence - b.sequence)
        .slice(-limit);
    },
    stop: async () => {
      stopped = true;
      await Promise.all([...files.values()].map(end));
    },
  };
};
