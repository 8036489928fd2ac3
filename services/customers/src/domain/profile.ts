import type { Address, DefaultAddress } from '@orderwire/events-schema/common';
import type { Language } from '@orderwire/kernel/languages';

/** Who pays, and where, if it is not the customer at the default address. */
export interface BillingAddress extends Address {
  readonly name?: string | undefined;
}

/** Who a customer is for the shop. Other services read rows of this shape: see the README before changing it. */
export interface Profile {
  /** The user pool's `sub`. */
  readonly customerId: string;
  readonly email: string;
  readonly name: string;
  readonly phone?: string;
  /** Where goods go when an order does not say so. */
  readonly defaultAddress?: DefaultAddress;
  /** Where else they may go, without the default. */
  readonly otherAddresses?: readonly DefaultAddress[];
  readonly billingAddress?: BillingAddress;
  /** Of a business: with its prefix, without blanks; its check digits fit. */
  readonly vatId?: string;
  /** Of orders that do not say one. */
  readonly language?: Language;
  readonly createdAt: string;
}

/** What the user pool vouches for at a sign-in. */
export interface Identity {
  readonly customerId: string;
  readonly email: string;
  readonly name?: string;
}

/** The profile of a customer who signs in for the first time. Who gave no name is called by the address's first part. */
export const firstProfile = ({ customerId, email, name }: Identity, createdAt: string): Profile => ({
  customerId,
  email,
  name: name ?? email.replace(/@.*$/, ''),
  createdAt,
});

/** All addresses, the default first. */
export const addressesOf = ({ defaultAddress, otherAddresses = [] }: Profile): readonly DefaultAddress[] => [
  ...(defaultAddress ? [defaultAddress] : []),
  ...otherAddresses,
];
