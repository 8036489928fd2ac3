export interface StoredObject {
  readonly body: Uint8Array;
  /** With its quotation marks. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly contentType: string;
  readonly contentDisposition?: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bucket name → key → object. */
export interface BlobState {
  readonly buckets: Map<string, Map<string, StoredObject>>;
}

export const makeBlobState = (): BlobState => ({ buckets: new Map() });
