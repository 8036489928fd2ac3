interface Address {
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly region?: string | undefined;
  readonly country: string;
}

/** An address as it is written on a parcel, a line each; what is empty has no line. */
export const addressLines = ({ street, postalCode, city, region = '', country }: Address): readonly string[] =>
  [street, `${postalCode} ${city}`, region, country].map((line) => line.trim()).filter((line) => line !== '');
