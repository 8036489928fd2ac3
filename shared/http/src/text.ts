import { isProse, isReadable } from '@orderwire/kernel/text';
import * as z from 'zod/mini';

const textThat = (isFit: (text: string) => boolean, maxLength: number, error: string) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(maxLength), z.refine(isFit, { error }));

/** One line of text that people can read, without blanks around it: the schema of all free text that comes in. */
export const line = (maxLength: number) =>
  textThat(isReadable, maxLength, 'has nothing to see, or characters that cannot be printed');

/** The same with line breaks. */
export const prose = (maxLength: number) =>
  textThat(isProse, maxLength, 'has nothing to see, or characters that cannot be printed');
