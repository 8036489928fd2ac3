/** Where the orders of the demo and of the proofs go. */
export const ADDRESS = {
  name: 'Robin Winter',
  street: 'Hafenstraße 1',
  city: 'Hamburg',
  postalCode: '20457',
  country: 'DE',
} as const;
