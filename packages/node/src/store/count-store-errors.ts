import type { Metrics, Store } from '@drawbridge/core';

/** The same store, with its failures counted. */
export function countStoreErrors(store: Store, metrics: Metrics): Store {
  async function counted<T>(operation: string, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      metrics.count('drawbridge_store_errors_total', { operation });
      throw thrown;
    }
  }
  return {
    get: (keys) => counted('get', store.get(keys)),
    put: (key, value, options) => counted('put', store.put(key, value, options)),
    delete: (key, options) => counted('delete', store.delete(key, options)),
    add: (key, n, expiresAt) => counted('add', store.add(key, n, expiresAt)),
    check: () => store.check(),
    close: () => store.close(),
  };
}
