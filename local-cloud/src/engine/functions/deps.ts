import type { Call, Environment, Meter } from '../contract.ts';
import type { Dropped } from '../event-bus/delivery.ts';
import type { Pollable } from '../queue/queue.ts';
import type { Agenda } from '../schedule/agenda.ts';
import type { FunctionDefinition, MappingDefinition } from '../../template/model.ts';
import type { FunctionsState } from './state.ts';
import type { StreamReader } from './stream-reader.ts';

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
