import type { InLanguages } from './content.ts';

/** What stands in every mail. */
export const LETTERHEAD: InLanguages<{
  /** @param name empty where none is known */
  readonly greeting: (name: string) => string;
  readonly deliveryAddress: string;
  readonly order: string;
}> = {
  en: {
    greeting: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
    deliveryAddress: 'Delivery address',
    order: 'Order',
  },
  de: {
    greeting: (name) => (name === '' ? 'Guten Tag,' : `Guten Tag ${name},`),
    deliveryAddress: 'Lieferadresse',
    order: 'Bestellung',
  },
};
