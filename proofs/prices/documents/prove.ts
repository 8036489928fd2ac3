import { join } from 'node:path';
import { runJava } from '@orderwire/local-cloud/dev/java';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { chargesOf } from '@orderwire/money/charges';
import { digitsOf } from '@orderwire/money/currencies';
import fc from 'fast-check';
import { type Case, caseArb } from '../baskets.ts';
import { documentsOf } from '../prove.ts';
import { ciiOf } from './cii.ts';

/** BR-DEC-01 ff.: amounts of EN 16931 have two decimals, so the dinars of Kuwait cannot be said in it. */
const DECIMALS = 2;

/** BR-CO-17 takes rates below half a percent for none. */
const LOWEST_RATE = 500;

/** BR-CL-04: ISO 4217 has these by now, and the code list of 1.3.15 does not yet. */
const TOO_NEW = new Set(['STN', 'XAD', 'XCG']);

const canBeSaid = ({ basket }: Case): boolean =>
  !TOO_NEW.has(basket.currency) &&
  (digitsOf(basket.currency) ?? 0) <= DECIMALS &&
  basket.lines.every(({ category, rate }) => category !== 'S' || rate >= LOWEST_RATE);

/** Three items of 10 ISK at 24 %, taxed one by one: 6 instead of 7. Whoever accepts this one has not looked. */
const planted = (): string => {
  const lines = ['a', 'b', 'c'].map((itemId) => ({
    ...{ itemId, count: 1, unitPrice: 10, category: 'S' as const, rate: 24_000, relieved: 0 },
  }));
  const order = chargesOf({
    ...{ country: 'IS', currency: 'ISK', prices: 'net', lines, shipping: 0, shippingTax: 'shared' },
  });
  return ciiOf({ ...order, taxes: order.taxes.map((tax) => ({ ...tax, tax: 6 })), total: 36 }, '380');
};

const SHOWN = 10;
const ACCEPTED = /^accepted by [1-9]/;

/**
 * Writes baskets, their shipments and refunds in CII, and asks phive-rules of every one.
 * @param cases how many baskets
 */
export const proveDocuments = (root: string, cases: number, seed: number): Found => {
  const baskets = fc.sample(caseArb.filter(canBeSaid), { numRuns: cases, seed });
  const documents = baskets.flatMap((one) => {
    const { order, shipped, refunded } = documentsOf(one);
    return [
      ...[order, ...shipped.parts].map((charges) => ciiOf(charges, '380')),
      ...refunded.flatMap(({ parts }) => parts.map((charges) => ciiOf(charges, '381'))),
    ];
  });
  const input = `${[planted(), ...documents].join('\n')}\n`;
  const [ofPlanted = '', ...answers] = runJava(join(root, 'proofs/prices/documents'), 'Validate.java', input)
    .trimEnd()
    .split('\n');
  const bites = /BR-CO-17|BR-S-09/.test(ofPlanted);
  const accepted = answers.filter((answer) => ACCEPTED.test(answer)).length;
  const refused = documents.flatMap((document, at) =>
    ACCEPTED.test(answers[at] ?? '') ? [] : { said: answers[at] ?? 'nothing', document },
  );
  return {
    holds: bites && documents.length > cases && accepted === documents.length && answers.length === documents.length,
    report: {
      cases: baskets.length,
      seed,
      documents: documents.length,
      accepted,
      bites,
      refused: refused.slice(0, SHOWN),
    },
    lines: ({ ok, seconds }, paint) => [
      ...refused.slice(0, SHOWN).map(({ said, document }) => `${paint('red', said)}\n${document}`),
      `${baskets.length} baskets, ${documents.length} documents, ${accepted} accepted (seed ${seed}); ` +
        `a wrong one is ${bites ? 'refused' : 'not refused'}`,
      `${ok ? paint('green', 'documents hold') : paint('red', 'documents do not hold')} (${seconds} s)`,
    ],
  };
};
