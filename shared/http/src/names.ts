import * as z from 'zod/mini';

/** A name that a machine made. */
export const token = (maxLength: number) =>
  z.string().check(z.refine((value) => isToken(value, maxLength), `is 1 to ${maxLength} visible ASCII characters`));

export const isToken = (value: string, maxLength: number): boolean =>
  value.length <= maxLength && /^[\x21-\x7e]+$/.test(value);

/** Ours are a prefix and a ULID; whatever else a path holds names no order, and is not looked up. */
export const isOrderId = (value: string | undefined): value is string =>
  value !== undefined && /^ord_[0-9A-HJKMNP-TV-Z]{26}$/.test(value);
