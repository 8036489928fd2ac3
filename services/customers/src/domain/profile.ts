import type { DefaultAddress } from '@orderwire/events-schema/common';
import type { Language } from '@orderwire/kernel/languages';

/** Who a customer is for the shop. Other services read rows of this shape: see the README before changing it. */
export interface Profile {
  /** The user pool's `sub`. */
  readonly customerId: string;
  readonly email: string;
  readonly name: string;
  readonly phone?: string;
  readonly defaultAddress?: DefaultAddress;
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
