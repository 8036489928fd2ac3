import { describe, expect, it } from '@jest/globals';
import type { SendEmailResponse } from '@aws-sdk/client-ses';
import { anEnvironment } from '../access/an-environment.fixture.ts';
import { calling, thrownBy } from '../access/calling.fixture.ts';
import { makeMeter } from '../meter.ts';
import { makeMail } from './mail.ts';

const setUp = () => {
  const [environment, meter] = [anEnvironment(), makeMeter()];
  const part = makeMail({
    environment,
    meter,
    region: 'eu-west-1',
    ownerOf: () => 'notification',
    identities: [
      { identity: 'shop.example', arn: 'arn:aws:ses:eu-west-1:000000000000:identity/shop.example' },
      { identity: 'boss@firm.example', arn: 'arn:aws:ses:eu-west-1:000000000000:identity/boss@firm.example' },
    ],
  });
  const call = calling(part.operations);
  const send = (override: object = {}): SendEmailResponse =>
    call('SendEmail', {
      Source: 'Shop <orders@shop.example>',
      Destination: { ToAddresses: ['Jane <jane@example.com>'] },
      Message: { Subject: { Data: 'Your order' }, Body: { Text: { Data: 'Thanks' }, Html: { Data: '<p>Thanks</p>' } } },
      ...override,
    });
  const sendRaw = (lines: readonly string[], override: object = {}): SendEmailResponse =>
    call('SendRawEmail', { RawMessage: { Data: Buffer.from(lines.join('\r\n')) }, ...override });
  return { ...part, send, sendRaw, meter, environment };
};

describe('a mail that is sent', () => {
  it('is kept as it was sent', () => {
    const { send, mails } = setUp();
    const { MessageId } = send({ ReplyToAddresses: ['help@shop.example'], Tags: [{ Name: 'order', Value: 'o1' }] });
    expect(mails.list()).toEqual([
      {
        id: MessageId,
        at: Date.UTC(2026, 7, 1, 12),
        from: 'Shop <orders@shop.example>',
        to: ['Jane <jane@example.com>'],
        cc: [],
        bcc: [],
        replyTo: ['help@shop.example'],
        subject: 'Your order',
        text: 'Thanks',
        html: '<p>Thanks</p>',
        headers: {},
        tags: { order: 'o1' },
      },
    ]);
  });

  it('gets an id of the shape SES gives', () => {
    const { send } = setUp();
    expect(send().MessageId).toMatch(/^01020[0-9a-f]{11}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-000000$/);
  });

  it('is charged per recipient', () => {
    const { send, meter } = setUp();
    send({ Destination: { ToAddresses: ['a@x.example', 'b@x.example'], BccAddresses: ['c@x.example'] } });
    expect(meter.totals()).toEqual({ notification: { mail: 3 } });
  });

  it('is found by recipient and by id, newest first', () => {
    const { send, mails } = setUp();
    const first = send().MessageId;
    send({ Destination: { ToAddresses: ['other@example.com'] } });
    const third = send({
      Destination: { ToAddresses: ['x@example.com'], CcAddresses: ['JANE@example.com'] },
    }).MessageId;
    expect(mails.to('jane@Example.com').map(({ id }) => id)).toEqual([third, first]);
    expect(mails.byId(first ?? '')?.subject).toBe('Your order');
    expect(mails.byId('nope')).toBeUndefined();
    expect(mails.list()).toHaveLength(3);
  });
});

describe('a header', () => {
  it('that SES takes once may not come twice', () => {
    const { sendRaw, mails } = setUp();
    const lines = ['From: orders@shop.example', 'To: jane@example.com', 'Subject: a', 'SUBJECT: b', '', 'x'];
    expect(thrownBy(() => sendRaw(lines))).toMatchObject({
      name: 'InvalidParameterValue',
      message: `Duplicate header 'subject'.`,
    });
    expect(mails.list()).toEqual([]);
  });

  it('of another kind may, and so may the same words in the body', () => {
    const { sendRaw } = setUp();
    const lines = ['From: orders@shop.example', 'To: jane@example.com', 'X-A: 1', 'X-A: 2', '', 'From: x', 'From: y'];
    expect(sendRaw(lines).MessageId).toBeDefined();
  });

  it('cannot be begun by a line break in a display name', () => {
    const { send } = setUp();
    const ToAddresses = ['Jane\r\nBcc: eve@example.com <jane@example.com>'];
    expect(thrownBy(() => send({ Destination: { ToAddresses } }))).toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('the sender', () => {
  it.each(['a@shop.example', 'a@mail.shop.example', 'A <a@SHOP.example>', 'boss@firm.example'])(
    'may be %s',
    (Source) => {
      expect(setUp().send({ Source }).MessageId).toBeDefined();
    },
  );

  it.each(['a@example.com', 'clerk@firm.example', 'a@notshop.example'])('may not be the unverified %s', (Source) => {
    const { send, mails, meter } = setUp();
    expect(thrownBy(() => send({ Source }))).toMatchObject({
      name: 'MessageRejected',
      message: `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${Source}`,
    });
    expect(mails.list()).toEqual([]);
    expect(meter.totals()).toEqual({});
  });
});

describe('a recipient', () => {
  it.each([
    ['jane', "Missing final '@domain'"],
    ['jane@', "Missing final '@domain'"],
    ['@example.com', 'Missing local name'],
    ['', 'Empty address'],
    ['ja ne@example.com', 'Local address contains control or whitespace'],
    ['jané@example.com', 'Local address contains control or whitespace'],
    ['a,b@example.com', 'Local address contains illegal character'],
    ['jane@exam ple.com', 'Domain contains control or whitespace'],
    ['jane@exam_ple.com', 'Domain contains illegal character'],
    ['jane@.example.com', 'Domain starts with dot'],
    ['jane@example.com.', 'Domain ends with dot'],
    ['jane@example..com', 'Domain contains dot-dot'],
    [`${'x'.repeat(65)}@example.com`, 'Illegal address'],
  ])('like %j rejects the whole mail', (address, message) => {
    const { send, mails } = setUp();
    const Destination = { ToAddresses: ['jane@example.com', address] };
    expect(thrownBy(() => send({ Destination }))).toMatchObject({ name: 'InvalidParameterValue', message });
    expect(mails.list()).toEqual([]);
  });

  it('is needed', () => {
    expect(thrownBy(() => setUp().send({ Destination: {} }))).toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('may have 49 companions and no more', () => {
    const { send } = setUp();
    const many = (length: number) => Array.from({ length }, (_, index) => `u${index}@example.com`);
    expect(send({ Destination: { ToAddresses: many(25), CcAddresses: many(25) } }).MessageId).toBeDefined();
    expect(thrownBy(() => send({ Destination: { ToAddresses: many(25), CcAddresses: many(26) } }))).toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Recipient count exceeds 50.',
    });
  });
});

describe('a mail of more than 10 MB', () => {
  it('is refused', () => {
    const Message = { Subject: { Data: '' }, Body: { Text: { Data: 'x'.repeat(10 * 1024 * 1024 + 1) } } };
    expect(thrownBy(() => setUp().send({ Message }))).toMatchObject({
      name: 'InvalidParameterValue',
      message: "Message length is more than 10485760 bytes long: '10485761'.",
    });
  });
});

describe('a raw mail', () => {
  const head = ['From: "Shop, Ltd" <orders@shop.example>', 'To: Jane <jane@example.com>, "Doe, J" <doe@example.com>'];

  it('is read for showing and kept whole', () => {
    const { sendRaw, mails } = setUp();
    const lines = [
      ...head,
      'Subject: =?UTF-8?B?w5xiZXI=?=',
      ' =?utf-8?Q?_morgen?=',
      'Reply-To: help@shop.example',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="outer"',
      '',
      '--outer',
      'Content-Type: multipart/alternative; boundary=inner',
      '',
      '--inner',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=C3=BC=',
      '=C3=9Fe',
      '--inner',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<p>Grüße</p>').toString('base64'),
      '--inner--',
      '--outer',
      'Content-Type: text/plain',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      'attached',
      '--outer--',
    ];
    const { MessageId } = sendRaw(lines);
    expect(mails.byId(MessageId ?? '')).toMatchObject({
      from: '"Shop, Ltd" <orders@shop.example>',
      to: ['Jane <jane@example.com>', '"Doe, J" <doe@example.com>'],
      replyTo: ['help@shop.example'],
      subject: 'Über morgen',
      text: 'Grüße',
      html: '<p>Grüße</p>',
      raw: Buffer.from(lines.join('\r\n')),
    });
  });

  it('may have words in other charsets and commas in the words of its names', () => {
    const { sendRaw, mails } = setUp();
    sendRaw([
      'From: =?iso-8859-1?Q?M=FCller_=26?= =?utf-8*de?B?U8O2aG5l?= <orders@shop.example>',
      'To: =?UTF-8?Q?Doe=2C_J=C3=A4ne?= <jane@example.com>, joe@example.com',
      'Subject: =?x-unheard-of?Q?a?= =?UTF-8?B?4oKs?=',
      ...['', 'Hello'],
    ]);
    expect(mails.list()).toMatchObject([
      {
        from: 'Müller &Söhne <orders@shop.example>',
        to: ['Doe, Jäne <jane@example.com>', 'joe@example.com'],
        subject: '=?x-unheard-of?Q?a?=€',
      },
    ]);
  });

  it('goes to the destinations of the call instead of its headers', () => {
    const { sendRaw, mails, meter } = setUp();
    sendRaw([...head, 'Subject: Hi', '', 'Hello'], { Destinations: ['x@example.com'] });
    expect(mails.list()).toMatchObject([{ to: ['x@example.com'], text: 'Hello' }]);
    expect(meter.totals()).toEqual({ notification: { mail: 1 } });
  });

  it('needs a verified sender, whether in From or in the call', () => {
    const { sendRaw } = setUp();
    expect(thrownBy(() => sendRaw(['To: jane@example.com', '', 'Hello']))).toMatchObject({
      name: 'InvalidParameterValue',
      message: "Missing required header 'From'.",
    });
    expect(thrownBy(() => sendRaw([...head, '', 'Hello'], { Source: 'a@evil.example' }))).toMatchObject({
      name: 'MessageRejected',
    });
  });
});

describe('a mail that AWS sends by itself', () => {
  it('is kept with the others and charged to nobody', () => {
    const { capture, mails, meter } = setUp();
    capture({ from: 'no-reply@verificationemail.com', to: ['jane@example.com'], subject: 'Code', text: '123456' });
    expect(mails.to('jane@example.com')).toMatchObject([{ subject: 'Code', text: '123456' }]);
    expect(meter.totals()).toEqual({});
  });
});
