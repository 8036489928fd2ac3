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
  const { street, city, postalCode, region, country } = destination;
  const phone = destination.phone ?? profile.phone;
  return ok({
    name: destination.name ?? profile.name ?? profile.email,
    email: profile.email,
    ...(phone !== undefined && { phone }),
    address: { street, city, postalCode, ...(region !== undefined && { region }), country },
  });
};
