import * as z from 'zod/mini';
import { line } from './text.ts';

const name = z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,29}$/, 'is no name of an option, like color'));

/** What tells the variants of a product apart, by name: `{color: 'sea green', storage: '256 GB'}`. 1 to 10 of them. */
export const itemOptions = z.record(name, line(50)).check(
  z.refine((options) => {
    const { length } = Object.keys(options);
    return length >= 1 && length <= 10;
  }, 'has 1 to 10 options'),
);
