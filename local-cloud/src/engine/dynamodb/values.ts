import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { attributeOf, type Item } from './item.ts';
import { compareNumbers } from './numbers.ts';

/** By UTF-8 bytes, as DynamoDB orders strings; JavaScript's `<` orders by UTF-16 units, which differs past U+FFFF. */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right)
      return left < 0xd800 || right < 0xd800 ? left - right : codePointOrder(left) - codePointOrder(right);
  }
  return a.length - b.length;
};

/** Surrogates stand for code points above U+FFFF, so they come after U+E000 to U+FFFF. */
const codePointOrder = (unit: number): number => (unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

export const compareBytes = (a: Uint8Array, b: Uint8Array): number => Buffer.compare(a, b);

/** Negative, zero or positive for two S, two N or two B; undefined for anything else, which has no order. */
export const compareValues = (a: AttributeValue, b: AttributeValue): number | undefined => {
  if (a.S !== undefined) return b.S === undefined ? undefined : compareText(a.S, b.S);
  if (a.N !== undefined) return b.N === undefined ? undefined : compareNumbers(a.N, b.N);
  if (a.B !== undefined) return b.B === undefined ? undefined : compareBytes(a.B, b.B);
  return undefined;
};

/** Sets are stored sorted (admit.ts), so equal sets are equal lists. */
const sameList = <T>(a: readonly T[], b: readonly T[] | undefined, same: (x: T, y: T) => boolean): boolean =>
  b?.length === a.length && a.every((element, at) => same(element, b[at] as T));

const identical = (a: string, b: string): boolean => a === b;
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => compareBytes(a, b) === 0;

export const sameValue = (a: AttributeValue, b: AttributeValue): boolean => {
  if (a === b) return true;
  if (a.S !== undefined) return a.S === b.S;
  if (a.N !== undefined) return a.N === b.N;
  if (a.BOOL !== undefined) return a.BOOL === b.BOOL;
  if (a.NULL !== undefined) return a.NULL === b.NULL;
  if (a.M !== undefined) return b.M !== undefined && sameItem(a.M, b.M);
  if (a.L !== undefined) return sameList(a.L, b.L, sameValue);
  if (a.B !== undefined) return b.B !== undefined && sameBytes(a.B, b.B);
  if (a.SS !== undefined) return sameList(a.SS, b.SS, identical);
  if (a.NS !== undefined) return sameList(a.NS, b.NS, identical);
  return a.BS !== undefined && sameList(a.BS, b.BS, sameBytes);
};

export const sameItem = (a: Item, b: Item): boolean => {
  if (a === b) return true;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const other = attributeOf(b, name);
    return other !== undefined && sameValue(a[name] as AttributeValue, other);
  });
};
