import type { Language } from '@orderwire/kernel/languages';
import type { Charges } from './charges.ts';
import type { VatCategory } from './rates.ts';

type Reasons = Readonly<Partial<Record<VatCategory, string>>>;

/** Why no tax is charged, as EN 16931 asks of a document (BT-120). What is taxed, zero rated too, needs no reason. */
const REASONS: Readonly<Record<Language, Reasons>> = {
  en: {
    E: 'Exempt from VAT.',
    G: 'Export: no VAT is charged.',
    K: 'Intra-community supply: no VAT is charged (Art. 138 of Directive 2006/112/EC).',
    AE: 'Reverse charge: the buyer owes the VAT.',
  },
  de: {
    E: 'Von der Mehrwertsteuer befreit.',
    G: 'Ausfuhrlieferung: Es fällt keine Mehrwertsteuer an.',
    K: 'Innergemeinschaftliche Lieferung: Es fällt keine Mehrwertsteuer an (Art. 138 der Richtlinie 2006/112/EG).',
    AE: 'Steuerschuldnerschaft des Leistungsempfängers.',
  },
};

/**
 * What documents and mails say of goods that are not taxed: nothing where all are.
 * @param exemption the shop's own words for E: the law by which a small business charges no tax
 */
export const reasonsOf = (
  { taxes }: Pick<Charges, 'taxes'>,
  language: Language,
  exemption?: string,
): readonly string[] => {
  const reasons = REASONS[language];
  return [
    ...new Set(
      taxes.flatMap(({ category }) => (category === 'E' ? (exemption ?? reasons.E ?? []) : (reasons[category] ?? []))),
    ),
  ];
};
