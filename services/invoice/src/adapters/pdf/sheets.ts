import { type Style, widthOf } from './helvetica.ts';
import { type Canvas, makeCanvas, PAGE } from './pdf-file.ts';
import { winAnsi } from './win-ansi.ts';
import { wrap } from './wrap.ts';

export const LEFT = 56;
export const RIGHT = PAGE.width - 56;
const TOP = 64;
const BOTTOM = PAGE.height - 72;

export const SMALL: Style = { bold: false, size: 8 };
export const BODY: Style = { bold: false, size: 9 };
export const STRONG: Style = { bold: true, size: 9 };

/** Lighter than the text, dark enough to read on paper. */
export const MUTED = 0.42;

/** Pages that are filled from top to bottom. Text is any Unicode; it is brought into WinAnsi here. */
export interface Sheets {
  /** Where the next thing begins, in points from the top of the current page. */
  readonly y: () => number;
  readonly down: (points: number) => void;
  /** Begins a page when fewer than `points` are left on this one. `onNewPage` is drawn first there. */
  readonly need: (points: number, onNewPage?: () => void) => void;
  readonly left: (x: number, text: string, style?: Style, grey?: number) => void;
  /** Ends at `x`. Text wider than `width` is cut. */
  readonly right: (x: number, text: string, style?: Style, grey?: number, width?: number) => void;
  /** Wraps and moves down past the last line. */
  readonly block: (x: number, width: number, text: string, style: Style, maxLines: number, grey?: number) => void;
  readonly rule: (x1?: number, x2?: number, grey?: number) => void;
  readonly band: (height: number) => void;
  /** Writes the footers, now that the number of pages is known. */
  readonly finish: () => readonly Canvas[];
}

const LEADING = 1.35;

/**
 * @param name WinAnsi; stands in every footer and on top of every further page
 * @param pageOf `Page 1 of 2`
 */
export const makeSheets = (name: string, pageOf: (page: number, pages: number) => string): Sheets => {
  let canvas = makeCanvas();
  const pages = [canvas];
  let y = TOP;

  const right: Sheets['right'] = (x, text, style = BODY, grey, width = x - LEFT) => {
    const [line = ''] = wrap(winAnsi(text), width, style, 1);
    canvas.text(x - widthOf(line, style), y, line, style, grey);
  };

  const begin = (): void => {
    canvas = makeCanvas();
    pages.push(canvas);
    y = TOP;
    canvas.text(LEFT, y, name, SMALL, MUTED);
    y += 24;
  };

  return {
    y: () => y,
    down: (points) => {
      y += points;
    },
    need: (points, onNewPage) => {
      if (y + points <= BOTTOM) return;
      begin();
      onNewPage?.();
    },
    left: (x, text, style = BODY, grey) => {
      canvas.text(x, y, winAnsi(text), style, grey);
    },
    right,
    block: (x, width, text, style, maxLines, grey) => {
      for (const line of wrap(winAnsi(text), width, style, maxLines)) {
        canvas.text(x, y, line, style, grey);
        y += style.size * LEADING;
      }
    },
    rule: (x1 = LEFT, x2 = RIGHT, grey) => {
      canvas.rule(x1, x2, y, grey);
    },
    band: (height) => {
      canvas.box(LEFT - 6, y, RIGHT - LEFT + 12, height, 0.94);
    },
    finish: () => {
      pages.forEach((page, index) => {
        const text = winAnsi(pageOf(index + 1, pages.length));
        page.rule(LEFT, RIGHT, PAGE.height - 52);
        page.text(LEFT, PAGE.height - 38, name, SMALL, MUTED);
        page.text(RIGHT - widthOf(text, SMALL), PAGE.height - 38, text, SMALL, MUTED);
      });
      return pages;
    },
  };
};
