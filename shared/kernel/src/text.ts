/**
 * What no text of people holds: controls and breaks of lines (they end a mail's header), halves of surrogate pairs, marks that
 * turn the direction of what follows, invisible characters that make two names of one look, and the remains of broken text.
 * ZWJ and ZWNJ stay: Persian and Indic names and emoji need them; so do soft hyphens, which pasted titles are full of.
 */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200B\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFD]/u;

/** Anything that leaves a mark: no blank, no joiner, no filler (U+2800 is a letter of Braille without dots). */
const VISIBLE = /[^\p{Default_Ignorable_Code_Point}\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{M}\u2800]/u;

/** Whether people can read it as one line: there is something to see, and nothing that hides, breaks or turns the rest. */
export const isReadable = (text: string): boolean => VISIBLE.test(text) && !UNFIT.test(text);

/** The same of a text that may have several lines. */
export const isProse = (text: string): boolean => isReadable(text.replace(/[\r\n\t]/g, ' '));
