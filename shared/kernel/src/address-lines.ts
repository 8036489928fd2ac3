interface Address {
  readonly company?: string | undefined;
  readonly street: string;
  readonly street2?: string | undefined;
  readonly city?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly region?: string | undefined;
  readonly country: string;
}

/** An address as it is written on a parcel below a name, a line each; nothing that it has is left out, what is empty has no line. */
export const addressLines = (address: Address): readonly string[] => {
  const { company = '', street, street2 = '', city = '', postalCode = '', region = '', country } = address;
  const lines = [company, street, street2, `${postalCode} ${city}`, region, country];
  return lines.map((line) => line.trim()).filter((line) => line !== '');
};
