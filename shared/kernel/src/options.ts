/** What tells a variant of a product apart, for people: `{color: 'sea green', storage: '256 GB'}` is `sea green, 256 GB`. */
export const optionsText = (options: Readonly<Record<string, string>>): string => Object.values(options).join(', ');
