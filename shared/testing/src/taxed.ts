/** How a line is taxed that stays in Germany, by its class. */
export const STANDARD = { vatClass: 'standard', vatRate: 19_000, category: 'S' } as const;
export const REDUCED = { vatClass: 'reduced', vatRate: 7_000, category: 'S' } as const;
export const ZERO = { vatClass: 'zero', vatRate: 0, category: 'Z' } as const;
