/** Colours that can be told apart by everybody (Okabe and Ito), on white so that they are the same in a dark page. */
export const COLOURS = {
  ours: '#0072b2',
  baseline: '#b3b3b3',
  goal: '#d55e00',
  ink: '#1f2328',
  soft: '#59636e',
} as const;
export const SHARES = ['#0072b2', '#e69f00', '#009e73'] as const;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');

const FONT = 'system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif';
export const WIDTH = 820;

const rounded = (value: number): string => String(Math.round(value * 10) / 10);

export const text = (
  x: number,
  y: number,
  said: string,
  { anchor = 'start', fill = COLOURS.ink, weight = 'normal' }: { anchor?: string; fill?: string; weight?: string } = {},
): string =>
  `<text x="${rounded(x)}" y="${rounded(y)}" text-anchor="${anchor}" fill="${fill}" font-weight="${weight}">${escaped(said)}</text>`;

export const bar = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(Math.max(1, width))}" height="${height}" rx="2" fill="${fill}"/>`;

export const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1): string =>
  `<line x1="${rounded(x1)}" y1="${rounded(y1)}" x2="${rounded(x2)}" y2="${rounded(y2)}" stroke="${stroke}" stroke-width="${width}"/>`;

/** A whole picture. @param label what a reader who does not see it is told */
export const picture = (label: string, height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(label)}">
<rect width="100%" height="100%" rx="8" fill="#ffffff"/>
<g font-family="${FONT}" font-size="13">
${parts.join('\n')}
</g>
</svg>
`;

/** Squares with names, side by side. */
export const legend = (y: number, entries: readonly (readonly [string, string])[]): string => {
  let x = 20;
  return entries
    .map(([name, colour]) => {
      const at = x;
      x += 40 + name.length * 7.5;
      return bar(at, y - 10, 12, 12, colour) + text(at + 18, y, name, { fill: COLOURS.soft });
    })
    .join('\n');
};
