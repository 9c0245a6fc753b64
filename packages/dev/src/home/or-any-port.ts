import { DrawbridgeError } from '@drawbridge/core';

/** Where nobody asked for a certain port, a taken one is no reason to fail. */
export async function orAnyPort<T>(port: number, take: (port: number) => Promise<T>): Promise<T> {
  try {
    return await take(port);
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError && thrown.code === 'address_unavailable') return take(0);
    throw thrown;
  }
}
