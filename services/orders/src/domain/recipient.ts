import type { Address, Billing, Recipient } from '@orderwire/events-schema/common';
import type { Language } from '@orderwire/kernel/languages';
import { type Result, ok, refuse } from '@orderwire/kernel/result';
import { type VatIdRefusal, vatIdOf } from '@orderwire/money/vat-id';

/** What orders knows of a customer: read when an order is placed, then frozen on the order. */
export interface Profile {
  readonly email: string;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly defaultAddress?: ShippingAddress | undefined;
  readonly language?: Language | undefined;
}

/** Where the goods go, and to whom if it is somebody else than the customer. */
export interface ShippingAddress extends Address {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
}

/** Who pays, and under which address, if the profile does not say it. */
export interface BillingAddress extends Address {
  readonly name?: string | undefined;
  /** Of a business, as it writes it. */
  readonly vatId?: string | undefined;
}

export interface VatIdInvalid extends VatIdRefusal {
  readonly code: 'VAT_ID_INVALID';
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
  const { name = known.name, phone = known.phone } = destination;
  return { name, email: known.email, ...(phone !== undefined && { phone }), address: addressOf(destination) };
};

/**
 * Who buys: the customer, at the address given for it, else the profile's, else where the goods go. A company beside another
 * name is the recipient's, and is not billed. A VAT id counts as it is written, without blanks, if its check digits fit.
 */
export const billingOf = (
  { name, email, defaultAddress }: Profile,
  given: BillingAddress | undefined,
  recipient: Recipient,
): Result<Billing, VatIdInvalid> => {
  const buyer = name ?? email;
  if (given) {
    const billed = { name: given.name ?? buyer, email, address: addressOf(given) };
    if (given.vatId === undefined) return ok(billed);
    const vatId = vatIdOf(given.vatId);
    return vatId.ok ? ok({ ...billed, vatId: vatId.value }) : refuse({ code: 'VAT_ID_INVALID', ...vatId.error });
  }
  const { name: whose = buyer, ...address } = defaultAddress ?? { ...recipient.address, name: recipient.name };
  return ok({ name: buyer, email, address: addressOf(whose === buyer ? address : { ...address, company: undefined }) });
};

const ADDRESS_FIELDS = Object.keys({
  company: true,
  street: true,
  street2: true,
  city: true,
  postalCode: true,
  region: true,
  country: true,
} satisfies Record<keyof Address, true>) as readonly (keyof Address)[];

/** The fields of an address that have a value, and no others. */
const addressOf = (given: Address): Address =>
  Object.fromEntries(
    ADDRESS_FIELDS.flatMap((field) => (given[field] === undefined ? [] : [[field, given[field]]])),
  ) as Address;

export const isSameRecipient = (one: Recipient, other: Recipient): boolean =>
  one.name === other.name &&
  one.email === other.email &&
  one.phone === other.phone &&
  ADDRESS_FIELDS.every((field) => one.address[field] === other.address[field]);
