import { randomUUID } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type {
  GetSecretValueCommandInput,
  PutSecretValueCommandInput,
  UpdateSecretVersionStageCommandInput,
} from '@aws-sdk/client-secrets-manager';
import { casesOf } from '../area.ts';
import type { Cloud } from '../case.ts';
import { holds, refusalOf, refused, same } from '../check.ts';
import { SECRETS } from '../pages.ts';

type In = 'Rotated' | 'Idempotent' | 'Generated';

const get = ({ secretsmanager, fixture }: Cloud, secret: In, more: Partial<GetSecretValueCommandInput> = {}) =>
  secretsmanager.send(new GetSecretValueCommand({ SecretId: fixture.name(secret), ...more }));

const put = ({ secretsmanager, fixture }: Cloud, secret: In, more: Partial<PutSecretValueCommandInput>) =>
  secretsmanager.send(new PutSecretValueCommand({ SecretId: fixture.name(secret), ...more }));

const move = ({ secretsmanager, fixture }: Cloud, more: Partial<UpdateSecretVersionStageCommandInput>) =>
  secretsmanager.send(
    new UpdateSecretVersionStageCommand({ SecretId: fixture.name('Rotated'), VersionStage: 'AWSCURRENT', ...more }),
  );

const stagesOf = async ({ secretsmanager, fixture }: Cloud, secret: In) =>
  (await secretsmanager.send(new DescribeSecretCommand({ SecretId: fixture.name(secret) }))).VersionIdsToStages ?? {};

/** Puts a value without making it the current one; gives its version. */
const pend = async (cloud: Cloud): Promise<string> => {
  const { VersionId = '' } = await put(cloud, 'Rotated', {
    SecretString: cloud.unique('pending'),
    VersionStages: ['AWSPENDING'],
  });
  return VersionId;
};

const idOf = async (cloud: Cloud, VersionStage = 'AWSCURRENT'): Promise<string> =>
  (await get(cloud, 'Rotated', { VersionStage })).VersionId ?? '';

export const rotation = casesOf('secretsmanager/rotation', SECRETS.api('UpdateSecretVersionStage'), [
  {
    name: 'put-makes-current',
    rule: 'A put makes its value the current one, and leaves AWSPREVIOUS on the one before.',
    source: SECRETS.api('PutSecretValue'),
    run: async (cloud) => {
      const before = await get(cloud, 'Rotated');
      const SecretString = cloud.unique('value');
      const { VersionId, VersionStages } = await put(cloud, 'Rotated', { SecretString });
      same(VersionStages, ['AWSCURRENT']);
      const [current, previous] = [
        await get(cloud, 'Rotated'),
        await get(cloud, 'Rotated', { VersionStage: 'AWSPREVIOUS' }),
      ];
      same([current.SecretString, current.VersionId], [SecretString, VersionId]);
      same([previous.SecretString, previous.VersionId], [before.SecretString, before.VersionId]);
    },
  },
  {
    name: 'second-drops-older',
    rule: 'A second put moves AWSPREVIOUS at once: the value before the one before has no label any more.',
    source: SECRETS.guide('whats-in-a-secret'),
    run: async (cloud) => {
      const first = await idOf(cloud);
      await put(cloud, 'Rotated', { SecretString: cloud.unique('second') });
      const second = await idOf(cloud);
      await put(cloud, 'Rotated', { SecretString: cloud.unique('third') });
      same(await idOf(cloud, 'AWSPREVIOUS'), second);
      same((await stagesOf(cloud, 'Rotated'))[first], undefined);
    },
  },
  {
    name: 'pending',
    rule: 'A put with AWSPENDING leaves the current value as it is.',
    source: SECRETS.guide('rotate-secrets_lambda-functions'),
    run: async (cloud) => {
      const current = await idOf(cloud);
      const pending = await pend(cloud);
      same([await idOf(cloud), await idOf(cloud, 'AWSPENDING')], [current, pending]);
      same((await stagesOf(cloud, 'Rotated'))[pending], ['AWSPENDING']);
    },
  },
  {
    name: 'finished',
    rule: 'Moving AWSCURRENT to the pending version makes it current, and the one that lost it AWSPREVIOUS.',
    run: async (cloud) => {
      const [before, pending] = [await idOf(cloud), await pend(cloud)];
      await move(cloud, { MoveToVersionId: pending, RemoveFromVersionId: before });
      same([await idOf(cloud), await idOf(cloud, 'AWSPREVIOUS')], [pending, before]);
    },
  },
  {
    name: 'moved-without-from',
    rule: 'A label that is attached cannot be moved without naming the version that has it.',
    run: async (cloud) => {
      const [before, pending] = [await idOf(cloud), await pend(cloud)];
      await refused(move(cloud, { MoveToVersionId: pending }), 'InvalidParameterException');
      same(await idOf(cloud), before);
    },
  },
  {
    name: 'moved-from-another',
    rule: 'A label cannot be moved from a version that does not have it: of two rotations at once one loses.',
    run: async (cloud) => {
      const [before, pending] = [await idOf(cloud), await pend(cloud)];
      const call = move(cloud, { MoveToVersionId: pending, RemoveFromVersionId: pending });
      await refused(call, 'InvalidParameterException');
      same(await idOf(cloud), before);
    },
  },
  {
    name: 'label-removed',
    rule: 'A label can be taken away without moving it.',
    run: async (cloud) => {
      const pending = await pend(cloud);
      await move(cloud, { VersionStage: 'AWSPENDING', RemoveFromVersionId: pending });
      await refused(get(cloud, 'Rotated', { VersionStage: 'AWSPENDING' }), 'ResourceNotFoundException');
    },
  },
  {
    name: 'by-version-and-stage',
    rule: 'A version is read by its id; with a label that is not its own it is refused.',
    source: SECRETS.api('GetSecretValue'),
    run: async (cloud) => {
      const [current, pending] = [await idOf(cloud), await pend(cloud)];
      same((await get(cloud, 'Rotated', { VersionId: pending })).VersionStages, ['AWSPENDING']);
      same((await get(cloud, 'Rotated', { VersionId: current, VersionStage: 'AWSCURRENT' })).VersionId, current);
      const call = get(cloud, 'Rotated', { VersionId: pending, VersionStage: 'AWSCURRENT' });
      await refused(call, 'InvalidRequestException');
    },
  },
  {
    name: 'update',
    rule: 'An update with a value makes it current as a put does; without one it makes no version.',
    source: SECRETS.api('UpdateSecret'),
    run: async (cloud) => {
      const SecretId = cloud.fixture.name('Rotated');
      const before = await idOf(cloud);
      const update = (more: object) => cloud.secretsmanager.send(new UpdateSecretCommand({ SecretId, ...more }));
      same((await update({ Description: 'of the conformance suite' })).VersionId, undefined);
      same(await idOf(cloud), before);
      const { VersionId } = await update({ SecretString: cloud.unique('updated') });
      same([await idOf(cloud), await idOf(cloud, 'AWSPREVIOUS')], [VersionId, before]);
    },
  },
]);

export const secretValues = casesOf('secretsmanager/values', SECRETS.api('PutSecretValue'), [
  {
    name: 'by-name-and-arn',
    rule: 'A secret is found by its name and by its ARN, which ends with six characters drawn by AWS.',
    source: SECRETS.api('GetSecretValue'),
    run: async (cloud) => {
      const { ARN = '', Name, SecretString } = await get(cloud, 'Generated');
      same(Name, cloud.fixture.name('Generated'));
      holds(new RegExp(`:secret:${Name ?? ''}-[A-Za-z0-9]{6}$`).test(ARN), ARN);
      const found = await cloud.secretsmanager.send(new GetSecretValueCommand({ SecretId: ARN }));
      same(found.SecretString, SecretString);
    },
  },
  {
    name: 'generated',
    rule: 'CloudFormation generates a password of the length and characters asked for, into the template under its key.',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-secretsmanager-secret-generatesecretstring.html',
    run: async (cloud) => {
      const { SecretString = '{}' } = await get(cloud, 'Generated');
      const { kid, key } = JSON.parse(SecretString) as Readonly<Record<string, string>>;
      same(kid, 'k1');
      holds(/^[A-Za-z0-9]{48}$/.test(key ?? ''), 'The key is not as it was asked for.');
    },
  },
  {
    name: 'unknown',
    rule: 'A secret that does not exist is refused with ResourceNotFoundException.',
    source: SECRETS.api('GetSecretValue'),
    run: async ({ secretsmanager, unique }) => {
      const call = secretsmanager.send(new GetSecretValueCommand({ SecretId: unique('none') }));
      await refused(call, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    },
  },
  {
    name: 'unknown-stage',
    rule: 'A label that no version has is refused with ResourceNotFoundException that names it.',
    source: SECRETS.api('GetSecretValue'),
    run: async (cloud) => {
      const call = get(cloud, 'Generated', { VersionStage: 'NONE' });
      await refused(call, 'ResourceNotFoundException', /staging label: NONE/);
    },
  },
  {
    name: 'unknown-version',
    rule: 'A version that does not exist is refused with ResourceNotFoundException that names it.',
    source: SECRETS.api('GetSecretValue'),
    run: async (cloud) => {
      const VersionId = randomUUID();
      const call = get(cloud, 'Generated', { VersionId });
      await refused(call, 'ResourceNotFoundException', new RegExp(`VersionId: ${VersionId}`));
    },
  },
  {
    name: 'same-token-same-value',
    rule: 'A put that is repeated with its token and value succeeds and makes no second version.',
    run: async (cloud) => {
      const input = { SecretString: cloud.unique('value'), ClientRequestToken: randomUUID() };
      const [first, second] = [await put(cloud, 'Idempotent', input), await put(cloud, 'Idempotent', input)];
      same([first.VersionId, second.VersionId], [input.ClientRequestToken, input.ClientRequestToken]);
    },
  },
  {
    name: 'repeated-later',
    rule: 'A put that is repeated after another one changes nothing: what is current stays current.',
    run: async (cloud) => {
      const input = { SecretString: cloud.unique('value'), ClientRequestToken: randomUUID() };
      await put(cloud, 'Idempotent', input);
      const { VersionId } = await put(cloud, 'Idempotent', { SecretString: cloud.unique('newer') });
      await put(cloud, 'Idempotent', input);
      same((await get(cloud, 'Idempotent')).VersionId, VersionId);
    },
  },
  {
    name: 'same-token-other-value',
    rule: 'The same token with another value is refused with ResourceExistsException, and changes nothing.',
    run: async (cloud) => {
      const input = { SecretString: cloud.unique('value'), ClientRequestToken: randomUUID() };
      await put(cloud, 'Idempotent', input);
      await refused(put(cloud, 'Idempotent', { ...input, SecretString: 'other' }), 'ResourceExistsException');
      same((await get(cloud, 'Idempotent')).SecretString, input.SecretString);
    },
  },
  {
    name: 'bytes',
    rule: 'A secret may be bytes instead of a text.',
    run: async (cloud) => {
      await put(cloud, 'Idempotent', { SecretBinary: Uint8Array.of(0, 1, 255) });
      const { SecretBinary, SecretString } = await get(cloud, 'Idempotent');
      same([[...(SecretBinary ?? [])], SecretString], [[0, 1, 255], undefined]);
    },
  },
  {
    name: 'too-large',
    rule: 'A value of more than 65,536 bytes is refused.',
    run: async (cloud) => {
      const error = await refusalOf(put(cloud, 'Idempotent', { SecretString: 'x'.repeat(65_537) }));
      holds(/^(InvalidParameterException|ValidationException)$/.test(error), `It ended with ${error}.`);
    },
  },
  {
    name: 'described',
    rule: 'A description has the versions with their labels, and never the value.',
    source: SECRETS.api('DescribeSecret'),
    run: async (cloud) => {
      const { secretsmanager, fixture } = cloud;
      const described = await secretsmanager.send(new DescribeSecretCommand({ SecretId: fixture.name('Generated') }));
      const { VersionId = '' } = await get(cloud, 'Generated');
      same(
        [described.Name, described.VersionIdsToStages],
        [fixture.name('Generated'), { [VersionId]: ['AWSCURRENT'] }],
      );
      holds(!JSON.stringify(described).includes('kid'), 'The value is in it.');
    },
  },
  {
    name: 'listed',
    rule: 'A list has names and ARNs, and never values.',
    source: SECRETS.api('ListSecrets'),
    run: async ({ secretsmanager, fixture }) => {
      const { SecretList = [] } = await secretsmanager.send(
        new ListSecretsCommand({ Filters: [{ Key: 'name', Values: [fixture.stack] }], MaxResults: 100 }),
      );
      holds(
        SecretList.some(({ Name }) => Name === fixture.name('Generated')),
        'The secret is not listed.',
      );
      holds(!JSON.stringify(SecretList).includes('kid'), 'A value is in it.');
    },
  },
]);
