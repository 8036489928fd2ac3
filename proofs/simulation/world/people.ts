import { acceptedLanguage, type Language } from '@orderwire/kernel/languages';

export interface Home {
  readonly city: string;
  readonly postalCode?: string;
  readonly country: string;
}

export interface Person {
  readonly customerId: string;
  readonly email: string;
  readonly name: string;
  readonly street: string;
  readonly home: Home;
  /** Of a business. */
  readonly vatId?: string;
  /** The profile has the address. */
  readonly isSettled: boolean;
  /** The profile says it. */
  readonly language?: Language;
  /** What this person's browser asks for. */
  readonly accepts: string;
  /** What this person writes where a reason is asked for. */
  readonly words: string;
  /** Who gets this person's gifts. */
  readonly friend: { readonly name: string; readonly street: string };
}

/** At home, a business in another member state, outside the union, and in a part of the country that is outside. */
const HOMES: readonly Pick<Person, 'home' | 'vatId'>[] = [
  { home: { city: 'Berlin', postalCode: '10115', country: 'DE' } },
  { home: { city: 'Wien', postalCode: '1010', country: 'AT' }, vatId: 'ATU13585627' },
  { home: { city: 'Bern', postalCode: '3000', country: 'CH' } },
  { home: { city: 'Helgoland', postalCode: '27498', country: 'DE' } },
];

const homeOf = (index: number): (typeof HOMES)[number] => {
  const home = HOMES[index % HOMES.length];
  if (home === undefined) throw new Error('Somebody must live somewhere.');
  return home;
};

/** Where gifts go: to a country that has no postal codes, and to Northern Ireland. */
export const FAR: readonly Home[] = [
  { city: 'Tsim Sha Tsui', country: 'HK' },
  { city: 'Belfast', postalCode: 'BT1 5GS', country: 'GB' },
];

/** Its last digit is a typing error. */
export const WRONG_VAT_ID = 'ATU13585628';

/** Values that are planted so that they are found wherever they should not be. */
const person = (index: number): Person => ({
  customerId: `cus_${String(index)}`,
  email: `canary-mail-${String(index)}@shop.test`,
  name: `Canary-Name-${String(index)}`,
  street: `Canary-Street-${String(index)}`,
  ...homeOf(index),
  isSettled: index % 2 === 0,
  ...(index === 1 && { language: 'de' as const }),
  accepts: index === 3 ? 'de-CH, en;q=0.5' : 'en',
  words: `Canary-Words-${String(index)}`,
  friend: { name: `Canary-Friend-${String(index)}`, street: `Canary-Far-${String(index)}` },
});

export const PEOPLE: readonly Person[] = [0, 1, 2, 3].map(person);

export const contactOf = (customerId: string): Person => {
  const found = PEOPLE.find((one) => one.customerId === customerId);
  if (found === undefined) throw new Error(`There is no customer ${customerId}.`);
  return found;
};

export const canariesOfPerson = ({ email, name, street, words, friend }: Person): readonly string[] => [
  ...[email, name, street, words],
  ...Object.values(friend),
];

/** Who has to be billed for an order with this body, whatever becomes of the parcel: never the friend. */
export const buyerOf = (customerId: string, body: string): { readonly name: string; readonly street: string } => {
  const { name, street, isSettled } = contactOf(customerId);
  const { shippingAddress, billingAddress } = JSON.parse(body) as Readonly<
    Record<'shippingAddress' | 'billingAddress', { readonly street: string } | undefined>
  >;
  return { name, street: (billingAddress ?? (isSettled ? { street } : shippingAddress))?.street ?? street };
};

/** What everything that is written about such an order is written in. */
export const languageOf = (customerId: string, body: string): Language => {
  const { language, accepts } = contactOf(customerId);
  const said = JSON.parse(body) as { readonly language?: Language };
  return said.language ?? language ?? acceptedLanguage(accepts) ?? 'en';
};

/** The payment token of everybody who pays. */
export const TOKEN = 'tok_canary';

/** Cards that make trouble: answers get lost, what was shipped cannot be charged, or nothing can be paid back. */
export const TROUBLE = ['tok_answers_lost', 'tok_capture_refused', 'tok_refund_refused'] as const;

const ALL = [...PEOPLE.flatMap(canariesOfPerson), TOKEN, ...TROUBLE];

export const canariesOf = (): readonly string[] => ALL;
