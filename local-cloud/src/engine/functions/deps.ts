import type { Environment, Meter } from '../contract.ts';
import type { Outlets } from '../event-bus/delivery.ts';
import type { Pollable } from '../queue/queue.ts';
import type { Agenda } from '../schedule/agenda.ts';
import type { FunctionDefinition, MappingDefinition } from '../../template/model.ts';
import type { FunctionsState } from './state.ts';
import type { StreamReader } from './stream-reader.ts';

export interface FunctionsDeps extends Outlets {
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
  readonly state: FunctionsState;
}
