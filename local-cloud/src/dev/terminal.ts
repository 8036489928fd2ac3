import type { WriteStream } from 'node:tty';

const CODES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', cyan: '36' } as const;
export type Colour = keyof typeof CODES;

/** Where progress goes: never standard output, which belongs to results. */
export interface Terminal {
  readonly line: (text?: string) => void;
  /** A line that the next one replaces; where there is no terminal, one in half a minute stays. */
  readonly live: (text: string) => void;
  readonly paint: (colour: Colour, text: string) => string;
}

/** A log that nobody watches still says that work goes on. */
const TOLD_EVERY_MS = 30_000;

export const makeTerminal = (stream: NodeJS.WriteStream & Partial<WriteStream> = process.stderr): Terminal => {
  const interactive = stream.isTTY && process.env['TERM'] !== 'dumb';
  const coloured = interactive && process.env['NO_COLOR'] === undefined;
  let toldAt = performance.now();
  const clear = interactive ? '\r\u001b[2K' : '';
  return {
    line: (text = '') => void stream.write(`${clear}${text}\n`),
    live: (text) => {
      if (interactive) stream.write(`${clear}${text.slice(0, stream.columns - 1)}`);
      else if (performance.now() - toldAt > TOLD_EVERY_MS) {
        toldAt = performance.now();
        stream.write(`${text}\n`);
      }
    },
    paint: (colour, text) => (coloured ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text),
  };
};

/** `1.4 s` */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
