import { crc32 } from 'node:zlib';

/**
 * Increased whenever older files can no longer be read: other frames, other entries, another shape of the state. A file
 * begins with one line, `orderwire journal 6`, then come frames: length, checksum of the bytes, checksum of these two
 * numbers (each 32 bits, little endian), bytes.
 */
export const FORMAT = 6;

export type FileKind = 'journal' | 'snapshot';

const FRAME_HEAD_BYTES = 12;
const LONGEST_TITLE_BYTES = 40;

/** The files cannot be used, and only a person can decide what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: 'CORRUPT' | 'OTHER_FORMAT' | 'IN_USE';
  /** Absolute. */
  readonly path: string;

  constructor(code: DataError['code'], path: string, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

export const titleOf = (kind: FileKind): Buffer => Buffer.from(`orderwire ${kind} ${FORMAT}\n`);

/** One write of the group commit, or a whole snapshot: all of it is there, or none of it counts. */
export const frameOf = (bytes: Uint8Array): Buffer => {
  const frame = Buffer.allocUnsafe(FRAME_HEAD_BYTES + bytes.byteLength);
  frame.writeUInt32LE(bytes.byteLength, 0);
  frame.writeUInt32LE(crc32(bytes), 4);
  frame.writeUInt32LE(crc32(frame.subarray(0, 8)), 8);
  frame.set(bytes, FRAME_HEAD_BYTES);
  return frame;
};

/** Joins parts into one frame's bytes, each with its length before it. */
export const joined = (parts: readonly Uint8Array[]): Buffer => {
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, { byteLength }) => sum + 4 + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    at = bytes.writeUInt32LE(part.byteLength, at);
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
};

export const parted = (bytes: Buffer): readonly Buffer[] => {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const from = at + 4;
    at = from + bytes.readUInt32LE(at);
    parts.push(bytes.subarray(from, at));
  }
  return parts;
};

export interface FileContents {
  readonly frames: readonly Buffer[];
  /** Where the last whole frame ends. */
  readonly end: number;
  /** Bytes after the last frame: a write that was cut short by the end of the process, and never acknowledged. */
  readonly tornBytes: number;
}

/** Where the frames begin; undefined when the file ends before its first line does. Throws for another first line. */
const bodyOf = (bytes: Buffer, kind: FileKind, path: string): number | undefined => {
  const title = titleOf(kind);
  if (bytes.subarray(0, title.length).equals(title)) return title.length;
  if (title.subarray(0, bytes.length).equals(bytes)) return undefined;
  const line = bytes.toString('latin1', 0, LONGEST_TITLE_BYTES).split('\n')[0] ?? '';
  const [, format] = /^orderwire (?:journal|snapshot) (\d+)$/.exec(line) ?? [];
  if (format !== undefined && format !== String(FORMAT))
    throw new DataError('OTHER_FORMAT', path, `${path} has format ${format}; this version reads format ${FORMAT}.`);
  throw new DataError('CORRUPT', path, `${path} is damaged at byte 0: it does not begin as a ${kind} does.`);
};

/**
 * Takes a file apart. An incomplete end is cut off: a process that is killed leaves a prefix of what it wrote (or
 * zeros, after a loss of power). Every other mismatch is damage. @throws DataError
 */
export const readFrames = (bytes: Buffer, kind: FileKind, path: string): FileContents => {
  const body = bodyOf(bytes, kind, path);
  if (body === undefined) return { frames: [], end: 0, tornBytes: bytes.length };
  const frames: Buffer[] = [];
  let at = body;
  while (at < bytes.length) {
    const rest = bytes.subarray(at);
    const torn = { frames, end: at, tornBytes: rest.length };
    if (rest.length < FRAME_HEAD_BYTES || rest.every((byte) => byte === 0)) return torn;
    const damaged = (what: string): DataError =>
      new DataError('CORRUPT', path, `${path} is damaged at byte ${at}: ${what}, after ${frames.length} good ones.`);
    if (crc32(rest.subarray(0, 8)) !== rest.readUInt32LE(8)) throw damaged('the head of an entry does not check out');
    const end = FRAME_HEAD_BYTES + rest.readUInt32LE(0);
    if (end > rest.length) return torn;
    const frame = rest.subarray(FRAME_HEAD_BYTES, end);
    if (crc32(frame) !== rest.readUInt32LE(4)) throw damaged('the checksum of an entry is wrong');
    frames.push(frame);
    at += end;
  }
  return { frames, end: at, tornBytes: 0 };
};
