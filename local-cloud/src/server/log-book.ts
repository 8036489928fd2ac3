import { createWriteStream, fstatSync, mkdirSync, openSync, renameSync } from 'node:fs';
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
  /** A file beyond this size becomes `<name>.log.1`, in place of an older one, and a new one is begun; default 4 MB. */
  readonly fileBytes?: number;
  /** Lines kept in memory per function; up to twice as many for a while. Default 1,000. */
  readonly keep?: number;
  /** For the meter: CloudWatch bills ingested bytes. */
  readonly onBytes?: (functionName: string, bytes: number) => void;
}

const FILE_BYTES = 4 * 2 ** 20;
/** Characters of a line that memory keeps; the file has all of it. */
const LONGEST_LINE = 16_384;

interface LogFile {
  readonly stream: WriteStream;
  readonly path: string;
  bytes: number;
}

const end = (stream: WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.once('error', () => resolve());
    stream.end(resolve);
  });

export const makeLogBook = ({
  now,
  directory,
  fileBytes = FILE_BYTES,
  keep = 1_000,
  onBytes,
}: LogBookOptions): LogBook => {
  const rings = new Map<string, LogLine[]>();
  const files = new Map<string, LogFile>();
  const ending: Promise<void>[] = [];
  let sequence = 0;
  let stopped = false;

  const open = (functionName: string, folder: string): LogFile => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${functionName}.log`);
    const fd = openSync(path, 'a');
    const stream = createWriteStream(path, { fd });
    stream.on('error', () => files.delete(functionName));
    const file = { stream, path, bytes: fstatSync(fd).size };
    files.set(functionName, file);
    return file;
  };

  /** What is still being written goes to the file under its new name. */
  const rotate = (functionName: string, { stream, path }: LogFile): void => {
    files.delete(functionName);
    ending.push(end(stream));
    renameSync(path, `${path}.1`);
  };

  const writeFile = (functionName: string, text: string): void => {
    if (directory === undefined || stopped) return;
    try {
      const file = files.get(functionName) ?? open(functionName, directory);
      file.stream.write(text);
      file.bytes += Buffer.byteLength(text);
      if (file.bytes >= fileBytes) rotate(functionName, file);
    } catch {
      // A full disk must not stop the platform: the lines are still in memory.
    }
  };

  return {
    write: (functionName, text, requestId) => {
      const ring = rings.get(functionName) ?? [];
      rings.set(functionName, ring);
      const at = now();
      for (const line of text.replace(/\n$/, '').split('\n')) {
        sequence += 1;
        const kept = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line;
        ring.push({ sequence, at, functionName, ...(requestId === undefined ? {} : { requestId }), text: kept });
      }
      // Trimmed in one go now and then: a shift per line would move the whole ring each time.
      if (ring.length > keep * 2) ring.splice(0, ring.length - keep);
      writeFile(functionName, text.endsWith('\n') ? text : `${text}\n`);
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
      await Promise.all([...ending, ...[...files.values()].map(({ stream }) => end(stream))]);
    },
  };
};
