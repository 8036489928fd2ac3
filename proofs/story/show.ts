import type { Colour } from '@orderwire/local-cloud/dev/terminal';
import type { Verdict } from '@orderwire/local-cloud/dev/verdict';
import type { Story } from './tell.ts';

const CENTS = 100;

/** The sample shop's prices are in euros. */
const euros = (minor: number): string => (minor / CENTS).toFixed(2);

/** The order's life in lines, and what came of all cells and arrows. */
export const storyLines = (
  { orderId, timeline, money, ledger, cells, arrows, faults, differences }: Story,
  { ok, seconds }: Verdict,
  paint: (colour: Colour, text: string) => string,
): readonly string[] => [
  '',
  `The life of ${orderId}:`,
  ...timeline.map(
    ({ at, type, actor, cause }) =>
      `  ${paint('dim', at)}  ${type.padEnd(22)} ${actor.type} ${actor.id}  ${paint('dim', cause)}`,
  ),
  '',
  `ordered ${euros(money.ordered)}, captured ${euros(money.captured)}, refunded ${euros(money.refunded)}, kept ${euros(money.kept)}; ` +
    `the provider’s ledger: ${euros(ledger.captured)} and ${euros(ledger.refunded)}`,
  `${cells.reached} of ${cells.of} cells of the callback table, ${arrows.reached} of ${arrows.of} arrows of the state machine`,
  ...[...faults, ...differences].map((fault) => paint('red', fault)),
  `${ok ? paint('green', 'the story holds') : paint('red', 'the story does not hold')} (${seconds} s)`,
];
