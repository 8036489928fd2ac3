import { isCountry, needsCity, needsPostalCode } from '@orderwire/kernel/countries';
import * as z from 'zod/mini';
import { line } from './text.ts';

const country = z
  .string()
  .check(z.refine(isCountry, { error: 'is no country of ISO 3166-1, such as DE or GB', abort: true }));

const name = z.optional(line(100));

const fields = {
  company: z.optional(line(100)),
  street: line(200),
  street2: z.optional(line(200)),
  city: z.optional(line(100)),
  postalCode: z.optional(line(20)),
  region: z.optional(line(100)),
  country,
};

interface Place {
  readonly city?: unknown;
  readonly postalCode?: unknown;
  readonly country?: unknown;
}

/** Asked beside all other faults, whatever they are: an address is sent once and shown with all that is wrong with it. */
const when = ({ value }: { readonly value: unknown }): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const needed = (field: keyof Place, isNeeded: (country: string) => boolean) =>
  z.refine<Place>((place) => place[field] !== undefined || !isNeeded(String(place.country)), {
    error: 'is missing',
    path: [field],
    when,
  });

const complete = [needed('postalCode', needsPostalCode), needed('city', needsCity)] as const;

/** Where goods go, and to whom if it is not the customer. */
export const shippingAddress = z.strictObject({ name, phone: z.optional(line(30)), ...fields }).check(...complete);

/** Who is billed, and where, if it is not the customer as the profile has them. */
export const billingAddress = z.strictObject({ name, vatId: z.optional(line(30)), ...fields }).check(...complete);

/** Where goods would go: as much of an address as is known, the country at least. */
export const destination = z.strictObject({
  ...{ name, phone: z.optional(line(30)) },
  ...{ ...fields, street: z.optional(fields.street) },
});
