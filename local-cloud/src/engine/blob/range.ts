import { AwsError } from '../contract.ts';

/**
 * `bytes=0-99`, `bytes=100-` or `bytes=-100` as first and last byte; undefined when the whole object is asked for. A
 * header that is no single byte range is ignored, as HTTP has it; one beyond the end is refused with `InvalidRange`.
 */
export const rangeOf = (header: string | undefined, size: number): { from: number; to: number } | undefined => {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  const from = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from <= to) return { from, to };
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, { ActualObjectSize: size });
};
