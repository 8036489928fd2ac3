import type { Language } from './languages.ts';

const MONTHS = {
  en: [
    ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'],
    ...['September', 'October', 'November', 'December'],
  ],
  de: [
    ...['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August'],
    ...['September', 'Oktober', 'November', 'Dezember'],
  ],
} as const satisfies Readonly<Record<Language, readonly string[]>>;

/**
 * A day as people write it: `2 March 2026`, `2. März 2026`. Of our own tables: the same text on every machine.
 * @param day `2026-03-02`
 */
export const writtenDay = (day: string, language: Language): string => {
  const [year = '', month = '', ofMonth = ''] = day.split('-');
  const name = MONTHS[language][Number(month) - 1] ?? month;
  return `${Number(ofMonth)}${language === 'de' ? '.' : ''} ${name} ${year}`;
};

/** A number as people write it: `1234.50` is `1234,50` in German. @param decimal digits with at most one point */
export const writtenNumber = (decimal: string, language: Language): string =>
  language === 'de' ? decimal.replace('.', ',') : decimal;
