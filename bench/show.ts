import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import type { Row } from './verdict.ts';

const told = (value: number | null): string => (value === null ? '' : String(value));

/** For people: one line for each measure. */
export const linesOf = (rows: readonly Row[], paint: Terminal['paint']): readonly string[] =>
  rows.map(({ name, unit, baseline, ours, ratio, spread, goal, met }) => {
    const figures = `${told(baseline).padStart(8)} ${told(ours).padStart(8)} ${unit.padEnd(11)}`;
    const beside = ratio === null ? '' : `${ratio} ×`;
    const apart = spread === null ? '' : `± ${Math.round(spread * 50)} %`;
    const verdict = met === null ? '' : met ? paint('green', 'met') : paint('yellow', 'missed');
    return `  ${name.padEnd(20)}${figures}${beside.padStart(9)} ${apart.padEnd(8)} ${goal ?? ''} ${verdict}`.trimEnd();
  });
