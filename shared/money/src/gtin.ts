/**
 * Whether a text is a Global Trade Item Number with its check digit: GTIN-8, -12 (UPC), -13 (EAN) or -14.
 * @see https://www.gs1.org/services/how-calculate-check-digit-manually
 */
export const isGtin = (text: string): boolean =>
  /^(\d{8}|\d{12,14})$/.test(text) &&
  Array.from(text).reduceRight((sum, digit, at) => sum + Number(digit) * ((text.length - at) % 2 === 0 ? 3 : 1), 0) %
    10 ===
    0;
