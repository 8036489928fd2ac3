import type { Call, Environment, Meter } from '../contract.ts';
import type { Dropped } from '../event-bus/delivery.ts';
import type { Pollable } from '../queue/queue.ts';
import type { Agenda } from '../schedule/agenda.ts';
import type { FunctionDefinition, MappingDefinition } from '../../template/model.ts';
import type { FunctionsState } from './state.ts';

/** A stream record as a handler gets it; what the mapping itself looks at is named. */
export interface StreamRecord {
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime?: number;
  };
}

export interface StreamReader {
  readonly shardsOf: (streamArn: string) => readonly string[];
  /** Up to `limit` records after the sequence number, or from the start. */
  readonly read: (
    streamArn: string,
    shardId: string,
    after: string | undefined,
    limit: number,
  ) => readonly StreamRecord[];
}

export interface FunctionsDeps {
  readonly environment: Environment;
  readonly agenda: Agenda;
  readonly meter: Meter;
  /** The service that a resource's name or ARN belongs to, for the meter. */
  readonly ownerOf: (resource: string) => string;
  readonly functions: readonly FunctionDefinition[];
  readonly mappings: readonly MappingDefinition[];
  readonly region: string;
  /** Executions at once of a function that reserves none. */
  readonly defaultConcurrency: number;
  readonly poll: Pollable;
  readonly streams: StreamReader;
  /** Makes a call in the name of a function (destinations); access is checked, and what fails throws. */
  readonly perform: (call: Call) => unknown;
  readonly queueUrlOf: (arn: string) => string | undefined;
  readonly onDrop: (dropped: Dropped) => void;
  readonly state: FunctionsState;
}
