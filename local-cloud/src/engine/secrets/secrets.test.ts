import { describe, expect, it } from '@jest/globals';
import type {
  DescribeSecretResponse,
  GetSecretValueResponse,
  ListSecretsResponse,
  PutSecretValueResponse,
  UpdateSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import type { SecretDefinition } from '../../template/model.ts';
import { anEnvironment } from '../access/an-environment.fixture.ts';
import { calling, thrownBy } from '../access/calling.fixture.ts';
import { makeMeter } from '../meter.ts';
import { makeSecrets } from './secrets.ts';
import { makeSecretsState } from './versions.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:warehouse/key-Ab12Cd';
const NAME = 'warehouse/key';

const setUp = (value: SecretDefinition['value'] = { kind: 'string', text: 'first' }) => {
  const [environment, meter, state] = [anEnvironment(), makeMeter(), makeSecretsState()];
  const make = () =>
    makeSecrets({ environment, meter, state, ownerOf: () => 'orders', definitions: [{ name: NAME, arn: ARN, value }] });
  const call = calling(make().operations);
  const get = (input: object = {}) => call<GetSecretValueResponse>('GetSecretValue', { SecretId: NAME, ...input });
  const put = (input: object) => call<PutSecretValueResponse>('PutSecretValue', { SecretId: NAME, ...input });
  return { call, get, put, make, meter, environment };
};

describe('a secret', () => {
  it.each([NAME, ARN, ARN.slice(0, -7)])('is found as %s', (SecretId) => {
    expect(setUp().get({ SecretId })).toMatchObject({
      ARN,
      Name: NAME,
      SecretString: 'first',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: new Date('2026-08-01T12:00:00Z'),
    });
  });

  it.each(['GetSecretValue', 'PutSecretValue', 'UpdateSecret', 'DescribeSecret'])(
    'that does not exist is refused by %s',
    (operation) => {
      const { call } = setUp();
      expect(thrownBy(() => call(operation, { SecretId: 'warehouse', SecretString: 'x' }))).toMatchObject({
        name: 'ResourceNotFoundException',
        message: "Secrets Manager can't find the specified secret.",
        $metadata: { httpStatusCode: 400 },
      });
    },
  );

  it('is charged per call', () => {
    const { get, meter } = setUp();
    get();
    get();
    expect(meter.totals()).toEqual({ orders: { 'secret-call': 2 } });
  });

  it('keeps its value when the cloud starts again', () => {
    const { put, make } = setUp();
    put({ SecretString: 'second' });
    const again = calling(make().operations);
    expect(again<GetSecretValueResponse>('GetSecretValue', { SecretId: NAME }).SecretString).toBe('second');
  });
});

describe('a generated secret', () => {
  const generated = { kind: 'generated', length: 32, excludePunctuation: true } as const;

  it('is a password of the length asked for', () => {
    expect(setUp(generated).get().SecretString).toMatch(/^[A-Za-z0-9]{32}$/);
  });

  it('is put under its key in the template', () => {
    const { get } = setUp({ ...generated, template: '{"kid":"k1"}', key: 'key' });
    expect(JSON.parse(get().SecretString ?? '')).toEqual({ kid: 'k1', key: expect.stringMatching(/^\w{32}$/) });
  });
});

describe('a new value', () => {
  it('becomes current and leaves the one before as previous', () => {
    const { get, put } = setUp();
    const first = get().VersionId;
    const { VersionId, VersionStages } = put({ SecretString: 'second' });
    expect(VersionStages).toEqual(['AWSCURRENT']);
    expect(get()).toMatchObject({ SecretString: 'second', VersionId });
    expect(get({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first', VersionId: first });
    expect(get({ VersionId: first })).toMatchObject({ SecretString: 'first' });
  });

  it('drops the older key at once when it is the second', () => {
    const { get, put } = setUp();
    const first = get().VersionId;
    put({ SecretString: 'second' });
    put({ SecretString: 'third' });
    expect(get({ VersionStage: 'AWSPREVIOUS' }).SecretString).toBe('second');
    expect(get({ VersionId: first }).VersionStages).toEqual([]);
  });

  it('stays pending under a stage of its own', () => {
    const { get, put } = setUp();
    put({ SecretString: 'next', VersionStages: ['AWSPENDING'] });
    expect(get().SecretString).toBe('first');
    expect(get({ VersionStage: 'AWSPENDING' }).SecretString).toBe('next');
  });

  it('may be bytes', () => {
    const { get, put } = setUp();
    put({ SecretBinary: Uint8Array.of(1, 2) });
    expect(get()).toMatchObject({ SecretBinary: Uint8Array.of(1, 2) });
    expect(get().SecretString).toBeUndefined();
  });

  it('comes with a token that makes it happen once', () => {
    const { put, call } = setUp();
    const token = 'a'.repeat(36);
    expect(put({ SecretString: 'second', ClientRequestToken: token }).VersionId).toBe(token);
    expect(put({ SecretString: 'second', ClientRequestToken: token }).VersionId).toBe(token);
    expect(
      Object.keys(call<DescribeSecretResponse>('DescribeSecret', { SecretId: NAME }).VersionIdsToStages ?? {}),
    ).toHaveLength(2);
    expect(thrownBy(() => put({ SecretString: 'other', ClientRequestToken: token }))).toMatchObject({
      name: 'ResourceExistsException',
    });
  });

  it.each([
    {},
    { SecretString: 'a', SecretBinary: Uint8Array.of(1) },
    { SecretString: '' },
    { SecretString: 'x'.repeat(65_537) },
  ])('is refused when it is no value (%#)', (input) => {
    expect(thrownBy(() => setUp().put(input))).toMatchObject({ name: 'InvalidParameterException' });
  });

  it('does not pile up: of the unlabelled versions the oldest go', () => {
    const { get, put } = setUp();
    const first = get().VersionId;
    for (let index = 0; index < 105; index += 1) put({ SecretString: `value ${index}` });
    expect(thrownBy(() => get({ VersionId: first }))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(get({ VersionStage: 'AWSPREVIOUS' }).SecretString).toBe('value 103');
  });
});

describe('a version that is not there', () => {
  it.each([
    [{ VersionStage: 'AWSPREVIOUS' }, 'staging label: AWSPREVIOUS'],
    [{ VersionId: 'nope' }, 'VersionId: nope'],
  ])('is refused: %j', (input, text) => {
    expect(thrownBy(() => setUp().get(input))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Secrets Manager can't find the specified secret value for ${text}`,
    });
  });

  it('is refused when id and stage disagree', () => {
    const { get } = setUp();
    expect(thrownBy(() => get({ VersionId: get().VersionId, VersionStage: 'AWSPREVIOUS' }))).toMatchObject({
      name: 'InvalidRequestException',
    });
  });
});

describe('updating a secret', () => {
  it('changes the value, the description, or both', () => {
    const { call, get } = setUp();
    const update = (input: object) => call<UpdateSecretResponse>('UpdateSecret', { SecretId: NAME, ...input });
    expect(update({ Description: 'warehouse' })).toEqual({ ARN, Name: NAME });
    expect(update({ SecretString: 'second' }).VersionId).toBe(get().VersionId);
    expect(call<DescribeSecretResponse>('DescribeSecret', { SecretId: NAME }).Description).toBe('warehouse');
  });
});

describe('describing and listing', () => {
  it('show stages and dates, never values', () => {
    const { call, put, environment } = setUp();
    environment.advance(1000);
    put({ SecretString: 'second' });
    const described = call<DescribeSecretResponse>('DescribeSecret', { SecretId: NAME });
    const [entry] = call<ListSecretsResponse>('ListSecrets', {}).SecretList ?? [];
    expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']]);
    expect(described.LastChangedDate).toEqual(new Date('2026-08-01T12:00:01Z'));
    expect(entry).toMatchObject({ Name: NAME, SecretVersionsToStages: described.VersionIdsToStages });
    expect(JSON.stringify([described, entry])).not.toContain('second');
  });
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html */
describe('a staging label', () => {
  const rotating = () => {
    const on = setUp();
    const first = on.get().VersionId ?? '';
    const pending = on.put({ SecretString: 'second', VersionStages: ['AWSPENDING'] }).VersionId ?? '';
    const move = (more: object, VersionStage = 'AWSCURRENT') =>
      on.call('UpdateSecretVersionStage', { SecretId: NAME, VersionStage, ...more });
    return { ...on, first, pending, move };
  };

  it('is moved from the version that has it, which AWSCURRENT leaves as AWSPREVIOUS', () => {
    const { first, pending, move, get } = rotating();
    expect(move({ MoveToVersionId: pending, RemoveFromVersionId: first })).toEqual({ ARN, Name: NAME });
    expect(get()).toMatchObject({ SecretString: 'second', VersionStages: ['AWSCURRENT', 'AWSPENDING'] });
    expect(get({ VersionStage: 'AWSPREVIOUS' }).VersionId).toBe(first);
  });

  it('is taken away when no version is named to move it to, but for AWSCURRENT', () => {
    const { first, pending, move, get } = rotating();
    move({ RemoveFromVersionId: pending }, 'AWSPENDING');
    expect(thrownBy(() => get({ VersionStage: 'AWSPENDING' }))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(thrownBy(() => move({ RemoveFromVersionId: first }))).toMatchObject({ name: 'InvalidParameterException' });
  });

  it('stays where it is when the version that has it is not named, or another one is', () => {
    const { first, pending, move, get } = rotating();
    for (const more of [{}, { RemoveFromVersionId: pending }])
      expect(thrownBy(() => move({ MoveToVersionId: pending, ...more }))).toMatchObject({
        name: 'InvalidParameterException',
      });
    expect(thrownBy(() => move({ MoveToVersionId: 'none', RemoveFromVersionId: first }))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(get().VersionId).toBe(first);
  });
});
