import type { Seller } from '../domain/invoice.ts';

/** The seller from a shop's settings: the address is one text, its lines separated by `|`. */
export const sellerFrom = (settings: {
  readonly name: string;
  readonly address: string | undefined;
  readonly taxId: string | undefined;
  readonly exemption?: string | undefined;
}): Seller => ({
  name: settings.name,
  address: (settings.address ?? '')
    .split('|')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
  ...(settings.taxId !== undefined && settings.taxId !== '' && { taxId: settings.taxId }),
  ...(settings.exemption !== undefined && { exemption: settings.exemption }),
});
