/** The characters that Windows code page 1252 has between 128 and 159, by Unicode. */
const SPECIAL: ReadonlyMap<string, number> = new Map(
  Object.entries({
    '€': 128,
    '‚': 130,
    ƒ: 131,
    '„': 132,
    '…': 133,
    '†': 134,
    '‡': 135,
    ˆ: 136,
    '‰': 137,
    Š: 138,
    '‹': 139,
    Œ: 140,
    Ž: 142,
    '‘': 145,
    '’': 146,
    '“': 147,
    '”': 148,
    '•': 149,
    '–': 150,
    '—': 151,
    '˜': 152,
    '™': 153,
    š: 154,
    '›': 155,
    œ: 156,
    ž: 158,
    Ÿ: 159,
  }),
);

/** Letters that Unicode does not take apart into a base letter and a mark. */
const PLAIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ł: 'l',
    Ł: 'L',
    đ: 'd',
    Đ: 'D',
    ħ: 'h',
    Ħ: 'H',
    ı: 'i',
    ŧ: 't',
    Ŧ: 'T',
    ŋ: 'n',
    Ŋ: 'N',
    '−': '-',
    ẞ: 'SS',
  }),
);

/**
 * Marks and invisible characters that may follow a Latin letter. They are named one by one: Unicode's classes grow with each
 * version of Node, and an invoice that is drawn again must have the same bytes.
 */
const DROPPED =
  /^[\u00AD\u0300-\u036F\u1AB0-\u1ACE\u1DC0-\u1DFF\u200B-\u200F\u2028-\u202E\u2060-\u206F\u20D0-\u20F0\uFE00-\uFE0F\uFE20-\uFE2F\uFEFF]$/u;

/** Latin Extended-D still grows: U+A7F1 came with Unicode 17, and Node 20.19 does not know that it is an S. */
const UNSETTLED = /^[\uA700-\uA7FF]$/u;

const UNKNOWN = '?';

/** An ellipsis in WinAnsi. */
export const ELLIPSIS = '\x85';

/**
 * One line of text in WinAnsi, one character per byte: all that the standard fonts can show. Letters with foreign marks
 * lose the mark (ą → a), other scripts and pictures become `?`; line breaks and control characters become one space.
 */
export const winAnsi = (text: string): string => {
  const line = text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  let out = '';
  for (const character of line) out += encoded(character);
  return out;
};

const encoded = (character: string): string => {
  const direct = codeOf(character);
  if (direct !== undefined) return String.fromCharCode(direct);
  if (DROPPED.test(character)) return '';
  if (UNSETTLED.test(character)) return UNKNOWN;
  const plain = PLAIN.get(character) ?? character.normalize('NFKD').replace(/[\u0300-\u036F]/gu, '');
  const codes = Array.from(plain, codeOf);
  return codes.every((code) => code !== undefined) && codes.length > 0 ? String.fromCharCode(...codes) : UNKNOWN;
};

const SOFT_HYPHEN = 0xad;

const codeOf = (character: string): number | undefined => {
  const code = character.codePointAt(0) ?? 0;
  if (code === SOFT_HYPHEN) return undefined;
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) ? code : SPECIAL.get(character);
};
