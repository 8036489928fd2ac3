import type { EngineOptions, LocalEngine } from '../../engine/engine.ts';
import type { SigningKey } from '../../engine/users/tokens.ts';
import type { Partners, ReceivedWebhook } from '../partners/partners.ts';

/** What the server runs on, kept on a disk or in memory only. */
export interface Storage {
  readonly engine: LocalEngine;
  readonly partners: Partners;
  readonly signingKey: SigningKey;
  /**
   * Resolves once everything that was done so far will still be there after a kill: nothing that rests on it may leave
   * the process before.
   */
  readonly durable: () => Promise<void>;
  /** As `durable`, before an event that the engine has handed out goes to a worker. */
  readonly beforeInvoke: () => Promise<void>;
  /** What an earlier process left; undefined when this one began empty. */
  readonly restored: Restored | undefined;
  /** Nothing may be asked of the engine afterwards. */
  readonly stop: () => Promise<void>;
}

export interface Restored {
  /** Items of all tables. */
  readonly items: number;
  /** Commands done again, because they came after the last snapshot. */
  readonly entries: number;
  readonly bytes: number;
  /** Bytes that a write cut short had left; nobody had been told of them. */
  readonly tornBytes: number;
  /** Invocations that were in flight, and begin again. */
  readonly takenBack: number;
  /** When the state was last written down as a whole, ms since the epoch. */
  readonly snapshotAt: number;
  readonly tookMs: number;
  /** What today's model has no place for, in sentences. */
  readonly dropped: readonly string[];
}

/** What an engine is made with, without the parts that the storage provides. */
export type EngineWishes = Required<Pick<EngineOptions, 'model' | 'defaultConcurrency' | 'onDrop'>>;

export interface StorageOptions {
  readonly wishes: EngineWishes;
  readonly onReceived: (webhook: ReceivedWebhook) => void;
  /** Makes the key when there is none. */
  readonly newSigningKey: () => SigningKey;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
