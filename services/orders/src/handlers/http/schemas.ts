import * as z from 'zod/mini';

/** Control characters (line breaks end up in mail headers) and halves of surrogate pairs are in no name or street. */
const isPrintable = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text);

/** One line of text, without blanks around it. */
export const text = (maxLength: number) =>
  z
    .string()
    .check(
      z.trim(),
      z.minLength(1),
      z.maxLength(maxLength),
      z.refine(isPrintable, 'holds characters that cannot be printed'),
    );

const address = {
  company: z.optional(text(100)),
  street: text(200),
  street2: z.optional(text(200)),
  city: text(100),
  postalCode: text(20),
  region: z.optional(text(100)),
  country: z.string().check(z.refine((code) => /^[A-Z]{2}$/.test(code), 'is an ISO 3166-1 code such as DE')),
};

/** Where goods go, and to whom if it is not the customer. */
export const shippingAddress = z.strictObject({
  name: z.optional(text(100)),
  phone: z.optional(text(30)),
  ...address,
});

/** Who is billed, if it is not the customer as the profile has them. */
export const billingAddress = z.strictObject({ name: z.optional(text(100)), ...address });

/** A name that a machine made. */
export const token = (maxLength: number) =>
  z.string().check(z.refine((value) => isToken(value, maxLength), `is 1 to ${maxLength} visible ASCII characters`));

export const isToken = (value: string, maxLength: number): boolean =>
  value.length <= maxLength && /^[\x21-\x7e]+$/.test(value);

/** Ours are a prefix and a ULID; whatever else a path holds names no order, and is not looked up. */
export const isOrderId = (value: string | undefined): value is string =>
  value !== undefined && /^ord_[0-9A-HJKMNP-TV-Z]{26}$/.test(value);
