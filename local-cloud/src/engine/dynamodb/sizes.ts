import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './item.ts';

/**
 * Sizes in bytes by the rules that DynamoDB bills and limits by.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/** One byte for two significant digits, and one more. Of a number in normal form; on the way of every write. */
const sizeOfNumber = (normal: string): number => {
  let digits = 0;
  let first = -1;
  let last = -1;
  for (let at = 0; at < normal.length; at += 1) {
    const unit = normal.charCodeAt(at);
    if (unit < ZERO) continue;
    if (unit > ZERO) {
      if (first < 0) first = digits;
      last = digits;
    }
    digits += 1;
  }
  return first < 0 ? 1 : Math.ceil((last - first + 1) / 2) + 1;
};

/** Sign and point come before the digits in ASCII. */
const ZERO = 48;

const NESTED_OVERHEAD = 3;
const ELEMENT_OVERHEAD = 1;

export const sizeOfValue = (value: AttributeValue): number => {
  if (value.S !== undefined) return bytesOf(value.S);
  if (value.N !== undefined) return sizeOfNumber(value.N);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.M !== undefined)
    return NESTED_OVERHEAD + sizeOfItem(value.M) + ELEMENT_OVERHEAD * Object.keys(value.M).length;
  if (value.L !== undefined)
    return value.L.reduce((sum, element) => sum + ELEMENT_OVERHEAD + sizeOfValue(element), NESTED_OVERHEAD);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + bytesOf(text), 0);
  if (value.NS !== undefined) return value.NS.reduce((sum, text) => sum + sizeOfNumber(text), 0);
  return (value.BS ?? []).reduce((sum, bytes) => sum + bytes.byteLength, 0);
};

/** Names and values; keys, images and whole items alike. */
export const sizeOfItem = (item: Item): number => {
  let sum = 0;
  for (const name in item) sum += bytesOf(name) + sizeOfValue(item[name] as AttributeValue);
  return sum;
};
