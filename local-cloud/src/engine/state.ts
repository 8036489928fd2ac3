import type { CloudModel } from '../template/model.ts';
import { makeBlobState } from './blob/state.ts';
import type { Environment } from './contract.ts';
import { makeDynamoDbState } from './dynamodb/dynamodb.ts';
import { makeChoreographyState } from './event-bus/choreography.ts';
import { makeMailState } from './mail/keep.ts';
import type { MeterState } from './meter.ts';
import { makeSecretsState } from './secrets/versions.ts';
import { makeUsersState } from './users/state.ts';

interface Deployment {
  readonly model: CloudModel;
  readonly environment: Environment;
  /** Of streams that are new. */
  readonly shardsPerStream?: number;
}

const meterState = (): MeterState => ({});

/** What an engine of this model remembers at its start: plain data, one object per part. */
export const makeEngineState = ({ model, environment, shardsPerStream }: Deployment) => ({
  ...makeDynamoDbState(model.tables, shardsPerStream),
  choreography: makeChoreographyState(model, environment.now()),
  mail: makeMailState(),
  blob: makeBlobState(),
  secrets: makeSecretsState(),
  users: makeUsersState(),
  meter: meterState(),
});

export type EngineState = ReturnType<typeof makeEngineState>;
