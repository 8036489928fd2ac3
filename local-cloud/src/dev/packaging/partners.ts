import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Problem } from '../problem.ts';

const FILE = 'shared/partners/src/partners.json';

const partnersSchema = z.array(z.object({ name: z.string().check(z.regex(/^[a-z][a-z0-9]{1,19}$/)) }));

/** The names of the shop's partners: `warehouse`, `courier`. @throws Problem when their file cannot be read */
export const partnerNames = (root: string): readonly string[] => {
  try {
    return partnersSchema.parse(JSON.parse(readFileSync(join(root, FILE), 'utf8'))).map(({ name }) => name);
  } catch (error) {
    const reason = error instanceof z.core.$ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Problem(`${FILE} cannot be read: ${reason}`, `put ${FILE} right, then try again.`);
  }
};

/** `courier` → `Courier` */
export const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const WRITTEN_AS = [
  [/<partner>/g, (name: string) => name],
  [/<Partner>/g, capitalized],
  [/<PARTNER>/g, (name: string) => name.toUpperCase()],
] as const;

const filledIn = (text: string, name: string): string =>
  WRITTEN_AS.reduce((filled, [pattern, written]) => filled.replace(pattern, written(name)), text);

/** Parameters in whose names `<partner>` stands, once for each partner; the others as they are. */
export const withPartners = (
  params: Readonly<Record<string, string>>,
  partners: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) =>
      key.includes('<partner>')
        ? partners.map((name) => [filledIn(key, name), filledIn(value, name)] as const)
        : [[key, value] as const],
    ),
  );
