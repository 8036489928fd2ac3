import { line } from '@orderwire/http/text';
import * as z from 'zod/mini';

/** https://www.rfc-editor.org/errata/eid1690 */
const MAX_EMAIL = 254;
/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
const MAX_PASSWORD = 256;

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)';

/**
 * The dot-atom of RFC 5321 at a domain that can be on the internet: what HTML's `<input type="email">` takes, less dots that begin,
 * end or follow each other, and names without a dot. A top-level domain has letters, or is one of another script in Punycode.
 * No quoted part, no comment, no blank: nothing of it can begin a header or name a second mailbox.
 * @see https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2
 */
const EMAIL = new RegExp(
  `^(?=[^@]{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+(?:[A-Za-z]{2,63}|[Xx][Nn]--${LABEL})$`,
);

export const email = z.string().check(
  z.maxLength(MAX_EMAIL),
  z.refine((text) => EMAIL.test(text), { error: 'is not a valid e-mail address' }),
  z.toLowerCase(),
);

/** A name reaches mails, labels and invoices. */
const name = line(100);

const ignored = z.optional(z.string().check(z.maxLength(200)));

/** Who it is about, under either name; `clientId` and `userPoolId` are what older clients send along. */
const who = { username: z.optional(email), email: z.optional(email), clientId: ignored, userPoolId: ignored };

interface Who {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
}

const namesOne = z.refine<Who>(
  (body) =>
    (body.username ?? body.email) !== undefined && (body.email ?? body.username) === (body.username ?? body.email),
  { error: 'or username is given: one of them, or both alike', path: ['email'] },
);

export const addressOf = ({ username, email: address }: Who): string => username ?? address ?? '';

const password = z.string().check(z.minLength(1), z.maxLength(MAX_PASSWORD));
const code = z.string().check(z.regex(/^\S{1,20}$/, { error: 'is the code from the mail' }));
/** Cognito's are some two thousand characters long. */
const token = z.string().check(z.minLength(1), z.maxLength(10_000));

export const signUpBody = z.strictObject({ ...who, password, name: z.optional(name) }).check(namesOne);

export const whoBody = z.strictObject(who).check(namesOne);

export const confirmSignUpBody = z.strictObject({ ...who, code }).check(namesOne);

export const signInBody = z
  .strictObject({
    ...who,
    password,
    /** Takes the place of a temporary one. */
    newPassword: z.optional(password),
    /** Where the refresh token is to go: browsers keep it best where no script can read it. */
    refreshToken: z.optional(z.enum(['body', 'cookie'])),
  })
  .check(namesOne);

/** Absent where the cookie has it. */
export const refreshBody = z.optional(z.strictObject({ refreshToken: z.optional(token) }));

export const resetPasswordBody = z.strictObject({ ...who, code, password }).check(namesOne);

export const changePasswordBody = z.strictObject({ currentPassword: password, newPassword: password });

export const changeEmailBody = z.strictObject({ email, password });

export const confirmEmailBody = z.strictObject({ code });
