/**
 * What kind of rate an item has. A country's reduced rates are `reduced` (the highest of them) and `second_reduced`: books,
 * for example, are 7 % in Germany, where there is one, 10 % in Austria and 5.5 % in France, where they are the second.
 */
export const VAT_CLASSES = ['standard', 'reduced', 'second_reduced', 'super_reduced', 'zero'] as const;
export type VatClass = (typeof VAT_CLASSES)[number];
