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
  /** How many `read` would find from the start. */
  readonly count: (streamArn: string, shardId: string) => number;
  /** No mapping will ask for the records up to this sequence number again. */
  readonly release: (streamArn: string, shardId: string, upTo: string) => void;
}
