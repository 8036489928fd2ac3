/** Something that a person who watches would like to see at once. */
export interface Happening {
  readonly kind: 'request' | 'event' | 'webhook' | 'mail' | 'file' | 'failure';
  /** One line for people. */
  readonly title: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Hub {
  /** The message is built only when somebody listens, so that it costs nothing otherwise. */
  tell(make: () => Happening): void;
  subscribe(listener: (happening: Happening & { readonly at: string }) => void): () => void;
}

export const makeHub = (now: () => number): Hub => {
  const listeners = new Set<(happening: Happening & { readonly at: string }) => void>();
  return {
    tell: (make) => {
      if (listeners.size === 0) return;
      const happening = { at: new Date(now()).toISOString(), ...make() };
      for (const listener of listeners) listener(happening);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
