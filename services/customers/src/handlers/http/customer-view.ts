import { address, defaultAddress, language } from '@orderwire/events-schema/common';
import * as z from 'zod/mini';
import type { Profile } from '../../domain/profile.ts';

const place = z.strictObject(defaultAddress.shape);

/** A customer, as the customer and staff see one. The first of the addresses is the default. */
export const customerView = z.strictObject({
  customerId: z.string(),
  email: z.string(),
  name: z.string(),
  phone: z.exactOptional(z.string()),
  addresses: z.array(place),
  defaultAddress: z.exactOptional(place),
  billingAddress: z.exactOptional(z.strictObject({ name: z.optional(z.string()), ...address.shape })),
  vatId: z.exactOptional(z.string()),
  language: z.exactOptional(language),
  createdAt: z.iso.datetime(),
});

export const viewOf = ({ otherAddresses = [], ...shown }: Profile): z.infer<typeof customerView> => ({
  ...shown,
  addresses: [...(shown.defaultAddress ? [shown.defaultAddress] : []), ...otherAddresses],
});
