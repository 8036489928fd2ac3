import { type Style, widthOf } from './helvetica.ts';
import { ELLIPSIS } from './win-ansi.ts';

/**
 * Breaks a line of WinAnsi text at spaces, and within words that are too long, so that no part is wider than `width`
 * points. What does not fit into `maxLines` is cut off with an ellipsis.
 */
export const wrap = (text: string, width: number, style: Style, maxLines: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => pieces(each, width, style))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer, style) <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  lines.push(line);
  if (lines.length <= maxLines) return lines;
  const kept = lines.slice(0, maxLines);
  return [...kept.slice(0, -1), shorten(`${kept.at(-1) ?? ''}${ELLIPSIS}`, width, style)];
};

/** Takes characters from before the ellipsis until the line fits. */
const shorten = (line: string, width: number, style: Style): string => {
  let short = line;
  while (short.length > 1 && widthOf(short, style) > width) short = `${short.slice(0, -2)}${ELLIPSIS}`;
  return short;
};

const pieces = (word: string, width: number, style: Style): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (part !== '' && widthOf(part + character, style) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
};
