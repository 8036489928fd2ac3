import { describe, expect, it } from '@jest/globals';
import { FORMAT, frameOf, joined, parted, readFrames, titleOf } from './format.ts';
import { DataError } from './format.ts';

const FRAMES = [Buffer.from('first'), Buffer.from('the second'), Buffer.from('3')];
const FILE = Buffer.concat([titleOf('journal'), ...FRAMES.map((frame) => frameOf(frame))]);
const LAST = FILE.length - frameOf(FRAMES[2] as Buffer).length;

const read = (bytes: Buffer) => readFrames(bytes, 'journal', '/data/journal-1');

const refusalOf = (bytes: Buffer): DataError => {
  try {
    read(bytes);
  } catch (error) {
    if (error instanceof DataError) return error;
  }
  throw new Error('It was read.');
};

describe('a journal', () => {
  it('gives back what was written', () => {
    expect(read(FILE)).toEqual({ frames: FRAMES, end: FILE.length, tornBytes: 0 });
  });

  it('gives back the entries of one write', () => {
    expect(parted(joined(FRAMES))).toEqual(FRAMES);
    expect(parted(joined([]))).toEqual([]);
  });

  it.each(Array.from({ length: FILE.length - LAST - 1 }, (_, at) => LAST + 1 + at))(
    'that is cut at byte %i, in its last write, is good up to that write',
    (cut) => {
      expect(read(FILE.subarray(0, cut))).toEqual({
        frames: FRAMES.slice(0, 2),
        end: LAST,
        tornBytes: cut - LAST,
      });
    },
  );

  it('that ends in zeros, as a loss of power leaves it, is good up to them', () => {
    const torn = Buffer.concat([FILE, Buffer.alloc(100)]);
    expect(read(torn)).toEqual({ frames: FRAMES, end: FILE.length, tornBytes: 100 });
  });

  it('that ends before its first line does is empty', () => {
    expect(read(FILE.subarray(0, 7))).toEqual({ frames: [], end: 0, tornBytes: 7 });
  });

  it('is refused for any bit that is turned over in it, with the place', () => {
    for (let at = 0; at < FILE.length; at += 1)
      for (let bit = 0; bit < 8; bit += 1) {
        const damaged = Buffer.from(FILE);
        damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << bit), at);
        const { code, message } = refusalOf(damaged);
        expect(['CORRUPT', 'OTHER_FORMAT']).toContain(code);
        expect(message).toContain('/data/journal-1');
        if (at >= LAST) expect(message).toContain(`at byte ${LAST}`);
      }
  });

  it('of another format is refused with both numbers', () => {
    const other = Buffer.concat([Buffer.from(`orderwire journal ${FORMAT + 1}\n`), FILE.subarray(20)]);
    const { code, message } = refusalOf(other);
    expect(code).toBe('OTHER_FORMAT');
    expect(message).toBe(`/data/journal-1 has format ${FORMAT + 1}; this version reads format ${FORMAT}.`);
  });

  it('is no snapshot', () => {
    expect(() => readFrames(FILE, 'snapshot', '/data/snapshot-1')).toThrow(DataError);
  });
});
