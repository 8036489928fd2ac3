import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * Inside the engine every value is *admitted* (see admit.ts): exactly one type set, numbers in normal form, deeply
 * frozen. So items, images and results share structure, and nobody can change what is stored.
 */
export type Item = Readonly<Record<string, AttributeValue>>;

export type TypeName = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS';

export const typeOf = (value: AttributeValue): TypeName => {
  for (const name in value) return name as TypeName;
  throw new Error('An attribute value without a type was admitted.');
};

/** Own attributes only: an attribute may well be called `constructor`. */
export const attributeOf = (map: Item, name: string): AttributeValue | undefined =>
  Object.hasOwn(map, name) ? map[name] : undefined;

/** An attribute may even be called `__proto__`, which a plain assignment would not store. */
export const setAttribute = (map: Record<string, AttributeValue>, name: string, value: AttributeValue): void => {
  if (name === '__proto__')
    Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
  else map[name] = value;
};
