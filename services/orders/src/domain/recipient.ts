import type { Address, Recipient } from '@orderwire/events-schema/common';
import { type Result, ok, refuse } from '@orderwire/kernel/result';

/** What orders knows of a customer: read when an order is placed, then frozen on the order. */
export interface Profile {
  readonly email: string;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly defaultAddress?: ShippingAddress | undefined;
}

/** Where the goods go, and to whom if it is somebody else than the customer. */
export interface ShippingAddress extends Address {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
}

/** The e-mail is always the profile's: our mails go to the order's owner and to nobody else. */
export const recipientOf = (
  profile: Profile,
  wished: ShippingAddress | undefined,
): Result<Recipient, { readonly code: 'ADDRESS_MISSING' }> => {
  const destination = wished ?? profile.defaultAddress;
  if (!destination) return refuse({ code: 'ADDRESS_MISSING' });
  const { name, email, phone } = profile;
  return ok(recipientAt(destination, { name: name ?? email, email, phone }));
};

/** Somebody we know, at this address. Name and phone stay as we know them unless the address has its own. */
export const recipientAt = (destination: ShippingAddress, known: Omit<Recipient, 'address'>): Recipient => {
  const { name = known.name, phone = known.phone, street, city, postalCode, region, country } = destination;
  return {
    name,
    email: known.email,
    ...(phone !== undefined && { phone }),
    address: { street, city, postalCode, ...(region !== undefined && { region }), country },
  };
};

const ADDRESS_FIELDS = Object.keys({
  street: true,
  city: true,
  postalCode: true,
  region: true,
  country: true,
} satisfies Record<keyof Address, true>) as readonly (keyof Address)[];

export const isSameRecipient = (one: Recipient, other: Recipient): boolean =>
  one.name === other.name &&
  one.email === other.email &&
  one.phone === other.phone &&
  ADDRESS_FIELDS.every((field) => one.address[field] === other.address[field]);
