/** What staff did by one write. Nobody changes it. */
export interface AuditEntry {
  /** The event's. */
  readonly id: string;
  /** Of the write, ISO 8601 in UTC. */
  readonly at: string;
  /** The user pool's `sub`; `import` for an operator's import. */
  readonly actor: string;
  /** Whose row was changed. */
  readonly service: string;
  /** The id of what was changed. */
  readonly subject: string;
  /** The request that did it. */
  readonly cause: string;
  readonly changes: readonly { readonly field: string; readonly before?: unknown; readonly after?: unknown }[];
  /** What else changed, without its values. */
  readonly withheld: readonly string[];
  readonly reason?: string;
}

/** Which entries. What is not named does not matter. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly service?: string | undefined;
  /** ISO 8601 in UTC, as entries have it: from this time on … */
  readonly from?: string | undefined;
  /** … and before this one. */
  readonly to?: string | undefined;
}

/** Where the page before ended. */
export interface AuditPosition {
  readonly service: string;
  /** `<at>#<id>` */
  readonly place: string;
}

export interface AuditList {
  /** The same entry again meets its own row, which stays as it is. */
  readonly add: (entry: AuditEntry) => Promise<void>;
  /**
   * Newest first. A page may hold fewer entries than `limit`, or none, and still have a `next`: when few of very many fit
   * several filters at once.
   */
  readonly list: (
    filter: AuditFilter,
    page: { readonly limit: number; readonly after?: AuditPosition | undefined },
  ) => Promise<{ readonly entries: readonly AuditEntry[]; readonly next?: AuditPosition }>;
}
