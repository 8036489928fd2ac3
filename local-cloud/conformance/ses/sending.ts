import { SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { SendEmailCommandInput } from '@aws-sdk/client-ses';
import { casesOf, type AreaCase } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refused, same } from '../check.ts';
import { SES } from '../pages.ts';
const SIMULATOR = 'success@simulator.amazonses.com';

/** On AWS nobody has verified the fixture's domain. */
const VERIFIED = {
  only: 'engine',
  why: 'On AWS a person has to verify the identity first: the fixture\u{2019}s is only announced.',
} as const;

const sender = ({ fixture }: Cloud): string => `shop@${fixture.stack}.example.com`;

const send = (cloud: Cloud, more: Partial<SendEmailCommandInput> = {}) =>
  cloud.ses.send(
    new SendEmailCommand({
      Source: sender(cloud),
      Destination: { ToAddresses: [SIMULATOR] },
      Message: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'text' } } },
      ...more,
    }),
  );

const sendRaw = (cloud: Cloud, lines: readonly string[]) =>
  cloud.ses.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(lines.join('\r\n')) } }));

interface Kept {
  readonly id: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

/** What the local cloud took under this subject. */
const kept = async ({ endpoint }: Cloud, subject: string): Promise<Kept | undefined> => {
  const response = await fetch(`${endpoint}/_local/mails.json?subject=${encodeURIComponent(subject)}`);
  return (JSON.parse(await response.text()) as readonly Kept[])[0];
};

const refusesTo = (name: string, rule: string, address: string): AreaCase => ({
  name,
  rule,
  source: SES.api('SendEmail'),
  run: async (cloud) => {
    await refused(send(cloud, { Destination: { ToAddresses: [address] } }), 'InvalidParameterValue');
  },
});

/** [name, value, text] */
const BAD_TAGS = [
  ['a:b', 'x', /^Invalid tag name <a:b>/],
  ['a.b', 'x', /^Invalid tag name <a.b>/],
  ['a', 'gr\u{fc}n', /^Invalid tag value </],
  ['a', 'x y', /^Invalid tag value <x y>/],
  ['', 'x', 'The tag name must be specified.'],
  ['a', '', 'The tag value must be specified.'],
  ['a'.repeat(300), 'x', /^Tag name cannot exceed/],
  ['a', 'x'.repeat(300), /^Tag value cannot exceed/],
] as const;

export const sending = casesOf('ses/sending', SES.api('SendEmail'), [
  {
    name: 'tags',
    rule: 'Names of tags have letters, digits, _ and -, values . and @ as well; anything else is refused.',
    source: SES.api('MessageTag'),
    run: async (cloud) => {
      for (const [Name, Value, message] of BAD_TAGS) {
        const Tags = [{ Name, Value }];
        await refused(send(cloud, { Tags }), 'InvalidParameterValue', message);
        const Data = Buffer.from(`From: ${sender(cloud)}\r\nTo: ${SIMULATOR}\r\nSubject: x\r\n\r\nx`);
        const raw = new SendRawEmailCommand({ RawMessage: { Data }, Tags });
        await refused(cloud.ses.send(raw), 'InvalidParameterValue', message);
      }
    },
  },
  {
    name: 'tags-of-all-kinds',
    rule: 'Tags with all that their names and values may have are taken, and those of SES itself.',
    source: SES.api('MessageTag'),
    ...VERIFIED,
    run: async (cloud) => {
      const Tags = [
        { Name: 'Order_Kind-1', Value: 'a.B_c-2@x' },
        { Name: 'ses:feedback-id-a', Value: 'campaign' },
      ];
      holds((await send(cloud, { Tags })).MessageId !== undefined, 'It was not sent.');
    },
  },
  {
    name: 'unverified',
    rule: 'A mail from an identity that is not verified is refused with MessageRejected, which names it and the region.',
    run: async (cloud) => {
      const Source = `${cloud.unique('nobody')}@nobody.invalid`;
      const { message } = await refused(send(cloud, { Source }), 'MessageRejected', /Email address is not verified/);
      holds(message.includes(Source) && message.includes(cloud.region.toUpperCase()), message);
    },
  },
  {
    name: 'unverified-raw',
    rule: 'So is a raw mail whose From is not verified.',
    source: SES.api('SendRawEmail'),
    run: async (cloud) => {
      const lines = ['From: nobody@nobody.invalid', `To: ${SIMULATOR}`, 'Subject: x', '', 'text'];
      await refused(sendRaw(cloud, lines), 'MessageRejected', /Email address is not verified/);
    },
  },
  {
    name: 'nobody',
    rule: 'A mail without any recipient is refused.',
    run: async (cloud) => {
      await refused(send(cloud, { Destination: {} }), 'InvalidParameterValue');
    },
  },
  {
    name: 'too-many',
    rule: 'More than 50 recipients, over To, Cc and Bcc together, are refused.',
    run: async (cloud) => {
      const some = (count: number) => Array.from({ length: count }, (_, n) => `success+${n}@simulator.amazonses.com`);
      const Destination = { ToAddresses: some(20), CcAddresses: some(20), BccAddresses: some(11) };
      await refused(send(cloud, { Destination }), 'InvalidParameterValue');
    },
  },
  {
    name: 'one-bad-recipient',
    rule: 'One recipient in a bad format refuses the whole mail.',
    run: async (cloud) => {
      await refused(send(cloud, { Destination: { ToAddresses: [SIMULATOR, 'nobody'] } }), 'InvalidParameterValue');
    },
  },
  refusesTo('no-domain', 'An address without a domain is refused.', 'jane@'),
  refusesTo('no-local-part', 'An address without a local part is refused.', '@example.com'),
  refusesTo('two-dots', 'A domain with an empty label is refused.', 'jane@example..com'),
  refusesTo('space', 'An address with a space is refused.', 'ja ne@example.com'),
  refusesTo(
    'line-break',
    'An address with a line break is refused: no header can be smuggled in.',
    'a@b.example\r\nBcc: c@d.example',
  ),
  {
    ...VERIFIED,
    name: 'local-part-not-ascii',
    rule: 'A local part beyond ASCII is refused: SES sends to none.',
    run: async (cloud) => {
      await refused(send(cloud, { Destination: { ToAddresses: ['jos\u{e9}@example.com'] } }), 'InvalidParameterValue');
    },
  },
  {
    ...VERIFIED,
    name: 'local-part-too-long',
    rule: 'A local part of more than 64 characters is refused.',
    source: SES.guide('quotas'),
    run: async (cloud) => {
      const ToAddresses = [`${'x'.repeat(65)}@example.com`];
      await refused(send(cloud, { Destination: { ToAddresses } }), 'InvalidParameterValue');
    },
  },
  {
    ...VERIFIED,
    name: 'sent',
    rule: 'A mail from a verified domain is taken and answered with an id.',
    run: async (cloud) => {
      const subject = `${cloud.unique('sent')} gr\u{fc}n`;
      const { MessageId } = await send(cloud, {
        Source: `Shop <${sender(cloud)}>`,
        Destination: { ToAddresses: [SIMULATOR], BccAddresses: ['b@example.com'] },
        Message: { Subject: { Data: subject }, Body: { Text: { Data: 'text' }, Html: { Data: '<p>html</p>' } } },
      });
      const mail = await kept(cloud, subject);
      same([mail?.id, mail?.to, mail?.bcc], [MessageId, [SIMULATOR], ['b@example.com']]);
      same([mail?.text, mail?.html], ['text', '<p>html</p>']);
    },
  },
  {
    ...VERIFIED,
    name: 'twice',
    rule: 'The same mail twice is two mails with two ids: SES knows no idempotency token.',
    run: async (cloud) => {
      holds((await send(cloud)).MessageId !== (await send(cloud)).MessageId, 'Both have the same id.');
    },
  },
  {
    ...VERIFIED,
    name: 'subdomain',
    rule: 'A verified domain covers its subdomains.',
    source: SES.guide('creating-identities'),
    run: async (cloud) => {
      const Source = `shop@mail.${cloud.fixture.stack}.example.com`;
      holds((await send(cloud, { Source })).MessageId !== undefined, 'It was not taken.');
    },
  },
  {
    ...VERIFIED,
    name: 'raw',
    rule: 'A raw mail goes to whom its headers name.',
    source: SES.api('SendRawEmail'),
    run: async (cloud) => {
      const subject = cloud.unique('raw');
      await sendRaw(cloud, [
        `From: Shop <${sender(cloud)}>`,
        'To: "Doe, Jane" <jane@example.com>, joe@example.com',
        'Cc: eve@example.com',
        `Subject: ${subject}`,
        '',
        'text',
      ]);
      const mail = await kept(cloud, subject);
      same(
        [mail?.to, mail?.cc, mail?.text],
        [['"Doe, Jane" <jane@example.com>', 'joe@example.com'], ['eve@example.com'], 'text'],
      );
    },
  },
  {
    ...VERIFIED,
    name: 'raw-header-twice',
    rule: 'A header that may come once is refused when it comes twice.',
    source: SES.guide('header-fields'),
    run: async (cloud) => {
      const lines = [`From: ${sender(cloud)}`, `To: ${SIMULATOR}`, 'Subject: a', 'Subject: b', '', 'text'];
      await refused(sendRaw(cloud, lines), 'InvalidParameterValue', /Duplicate header/);
    },
  },
  {
    ...VERIFIED,
    name: 'too-large',
    rule: 'A mail of more than 10 MB is refused.',
    source: SES.api('SendRawEmail'),
    run: async (cloud) => {
      // Not `x`: in base64 that is one long word, and the SDK asks by a regular expression whether a value is one. A process
      // that has compiled many of them stops optimising them, and that one then overflows the stack (see findings/).
      const lines = [`From: ${sender(cloud)}`, `To: ${SIMULATOR}`, 'Subject: x', '', '?'.repeat(10 * 1024 * 1024)];
      await refused(sendRaw(cloud, lines), 'InvalidParameterValue');
    },
  },
]);
