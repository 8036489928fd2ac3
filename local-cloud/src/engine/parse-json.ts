/** As deep as Jackson reads, which AWS's services are built with (`StreamReadConstraints`). Ours are never deeper. */
export const DEEPEST_JSON = 1000;

const [QUOTE, BACKSLASH, BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Where the string that begins at `from` ends. */
const endOfString = (text: string, from: number): number => {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
};

/** Too few brackets for that depth, which is so for nearly every text and found much faster. */
const hasFewBrackets = (text: string): boolean => {
  if (text.length <= DEEPEST_JSON) return true;
  let opened = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      opened += 1;
      if (opened > DEEPEST_JSON) return false;
    }
  }
  return true;
};

/** How deep the text nests, found without parsing it: the depth decides whether it may be parsed. */
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === BRACKET || code === BRACE) depth += 1;
    else if (code === BRACKET_END || code === BRACE_END) depth -= 1;
    if (depth > DEEPEST_JSON) return true;
  }
  return false;
};

/**
 * JSON from outside. What is kept has to be written and read again, which is recursive, so what nests too deeply is
 * refused before it is parsed. Throws for that, and for what is not JSON.
 */
export const parseJson = (text: string): unknown => {
  if (!hasFewBrackets(text) && isTooDeep(text)) throw new SyntaxError(`Nested more than ${DEEPEST_JSON} deep`);
  return JSON.parse(text);
};

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** As `parseJson`; throws for bytes that are no UTF-8, too. */
export const parseJsonBytes = (bytes: Uint8Array): unknown => parseJson(UTF8.decode(bytes));
