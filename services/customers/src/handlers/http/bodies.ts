import * as z from 'zod/mini';

/** https://www.rfc-editor.org/errata/eid1690 */
const MAX_EMAIL = 254;
/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
const MAX_PASSWORD = 256;

const email = z.string().check(
  z.maxLength(MAX_EMAIL),
  z.refine((text) => z.email().safeParse(text).success, { error: 'is not a valid e-mail address' }),
  z.toLowerCase(),
);

/** A name reaches mails, labels and invoices: nothing that breaks a line or cannot be encoded. */
const name = z.string().check(
  z.trim(),
  z.minLength(1),
  z.maxLength(100),
  z.refine((text) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text), { error: 'holds no control characters' }),
);

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

export const signUpBody = z
  .strictObject({
    ...who,
    password: z.string().check(z.minLength(1), z.maxLength(MAX_PASSWORD)),
    name: z.optional(name),
  })
  .check(namesOne);

export const signInBody = z
  .strictObject({ ...who, password: z.string().check(z.minLength(1), z.maxLength(MAX_PASSWORD)) })
  .check(namesOne);

export const confirmSignUpBody = z
  .strictObject({ ...who, code: z.string().check(z.regex(/^\S{1,20}$/, { error: 'is the code from the mail' })) })
  .check(namesOne);
