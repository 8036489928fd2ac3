import type { Style } from './helvetica.ts';

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/** The content of one page as PDF operators. */
export interface Canvas {
  /** `x` and `y` (of the baseline) in points from the page's top left corner; `text` is WinAnsi. */
  readonly text: (x: number, y: number, text: string, style: Style, grey?: number) => void;
  readonly rule: (x1: number, x2: number, y: number, grey?: number) => void;
  readonly box: (x: number, y: number, width: number, height: number, grey: number) => void;
  readonly content: () => string;
}

const BLACK = 0.13;

export const makeCanvas = (): Canvas => {
  const operators: string[] = [];
  const up = (y: number): string => number(PAGE.height - y);
  return {
    text: (x, y, text, { bold, size }, grey = BLACK) => {
      const font = bold ? '/F2' : '/F1';
      operators.push(`BT ${number(grey)} g ${font} ${number(size)} Tf ${number(x)} ${up(y)} Td ${hex(text)} Tj ET`);
    },
    rule: (x1, x2, y, grey = 0.75) => {
      operators.push(`${number(grey)} G 0.6 w ${number(x1)} ${up(y)} m ${number(x2)} ${up(y)} l S`);
    },
    box: (x, y, width, height, grey) => {
      operators.push(`${number(grey)} g ${number(x)} ${up(y + height)} ${number(width)} ${number(height)} re f`);
    },
    content: () => operators.join('\n'),
  };
};

/** At most two decimals, so that the text is the same on every machine. */
const number = (value: number): string => String(Math.round(value * 100) / 100);

/** A string object in hexadecimal: nothing in it can end the string or be taken for an operator. */
const hex = (text: string): string => `<${Buffer.from(text, 'latin1').toString('hex')}>`;

const FONTS = ['Helvetica', 'Helvetica-Bold'];
const [CATALOG, PAGES, INFO, FIRST_FONT] = [1, 2, 3, 4];
const FIRST_PAGE = FIRST_FONT + FONTS.length;

/**
 * A PDF 1.4 file of the given pages: uncompressed, all ASCII, without a date, an id or anything else that could differ
 * from one writing to the next.
 * @param title WinAnsi
 * @see https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/pdfreference1.4.pdf
 */
export const pdfFile = (title: string, pages: readonly Canvas[]): Uint8Array => {
  const pageNumber = (index: number): number => FIRST_PAGE + 2 * index;
  const kids = pages.map((_, index) => `${pageNumber(index)} 0 R`).join(' ');
  const objects = [
    `<< /Type /Catalog /Pages ${PAGES} 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    `<< /Title ${hex(title)} >>`,
    ...FONTS.map((name) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`),
    ...pages.flatMap((page, index) => [
      `<< /Type /Page /Parent ${PAGES} 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Resources << /Font << ` +
        `${FONTS.map((_, font) => `/F${font + 1} ${FIRST_FONT + font} 0 R`).join(' ')} >> >> ` +
        `/Contents ${pageNumber(index) + 1} 0 R >>`,
      streamOf(page.content()),
    ]),
  ];
  return Buffer.from(assemble(objects), 'latin1');
};

const streamOf = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;

/** Numbers the objects and writes the table of where each begins; all is ASCII, so characters are bytes. */
const assemble = (objects: readonly string[]): string => {
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const size = objects.length + 1;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return (
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${rows}` +
    `trailer\n<< /Size ${size} /Root ${CATALOG} 0 R /Info ${INFO} 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  );
};
