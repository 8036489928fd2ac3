import { describe, expect, it } from '@jest/globals';
import { makeMail } from '@orderwire/local-cloud/engine/mail/mail';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { sesMail } from './ses-mail.ts';

const MAIL = { subject: 'Your order', text: 'Hello', html: '<p>Hello</p>' };

const aPost = (verified = 'shop@example.com') => {
  const { operations, mails } = makeMail({
    environment: { now: () => 0, random: () => 0.5 },
    region: 'eu-central-1',
    identities: [{ identity: verified, arn: `arn:aws:ses:eu-central-1:000000000000:identity/${verified}` }],
    meter: { count: () => undefined, totals: () => ({}), reset: () => undefined },
    ownerOf: () => 'notification',
  });
  const send = sesMail({ ses: makeEngineClient(operations).client, from: 'shop@example.com', shopName: 'Mug Shop' });
  return { send, mails };
};

const failing = (name: string) =>
  sesMail({
    ...{ from: 'shop@example.com', shopName: 'Mug Shop' },
    ses: makeFakeClient(() => {
      throw Object.assign(new Error('zoe@example.com was refused'), { name });
    }).client,
  })('zoe@example.com', MAIL);

describe('a mail handed to SES', () => {
  it('goes from the shop to the one address, as text and as HTML', async () => {
    const { send, mails } = aPost();
    const outcome = await send('zoe@example.com', MAIL);
    const [mail] = mails.list();
    expect(outcome).toEqual({ sent: true, messageId: mail?.id });
    expect(mail).toMatchObject({
      ...MAIL,
      from: '"Mug Shop" <shop@example.com>',
      to: ['zoe@example.com'],
      cc: [],
      bcc: [],
    });
  });

  it('is refused, and not tried again, when the sender is not verified', async () => {
    const { send } = aPost('other@example.com');
    expect(await send('zoe@example.com', MAIL)).toEqual({ sent: false, permanent: true, reason: 'MessageRejected' });
  });

  it.each([
    'a@example.com, b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'Zoë <a@example.com>',
    'a@b@example.com',
    'nobody',
    '@example.com',
    '',
  ])('does not leave for what is not one address: %j', async (address) => {
    const { send, mails } = aPost();
    expect(await send(address, MAIL)).toEqual({ sent: false, permanent: true, reason: 'EMAIL_REFUSED' });
    expect(mails.list()).toEqual([]);
  });

  it.each(['MessageRejected', 'InvalidParameterValue', 'MailFromDomainNotVerifiedException'])(
    'is given up when SES says %s, whose words stay here',
    async (name) => expect(await failing(name)).toEqual({ sent: false, permanent: true, reason: name }),
  );

  it.each(['Throttling', 'ServiceUnavailable', 'TimeoutError', 'AccountSendingPausedException'])(
    'may be tried again after %s',
    async (name) => expect(await failing(name)).toEqual({ sent: false, permanent: false, reason: name }),
  );
});
