/** Limits of time, by name, that count from one moment. */
export interface TimeLimits {
  /**
   * Sets a limit, or makes it later.
   *
   * @param seconds - since these limits were made
   */
  limit(name: string, seconds: number, onEnd: () => void): void;
  clear(): void;
}

/** Makes limits of time that begin now. */
export function createTimeLimits(): TimeLimits {
  const begun = performance.now();
  const limits = new Map<string, { readonly seconds: number; readonly timer: NodeJS.Timeout }>();
  return {
    limit(name, seconds, onEnd) {
      const known = limits.get(name);
      if (known !== undefined && known.seconds >= seconds) return;
      clearTimeout(known?.timer);
      const timer = setTimeout(onEnd, seconds * 1000 - (performance.now() - begun));
      limits.set(name, { seconds, timer });
    },
    clear() {
      for (const { timer } of limits.values()) clearTimeout(timer);
    },
  };
}
