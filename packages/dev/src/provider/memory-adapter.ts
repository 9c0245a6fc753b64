import { createBoundedMap } from '@drawbridge/core';
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Records that are kept: those that have been there longest make room for others. */
const PLACES = 1000;

/** Of these nothing is kept: whoever signs in is asked who they are, each time, and may be another. */
const FORGOTTEN = 'Session';

/**
 * Keeps what sign-ins need between two requests, for as long as the process lives. The provider's own keeper of that kind
 * would say on the console that it forgets.
 *
 * @param clientOf - knows the clients that came after the start
 */
export function memoryAdapter(
  clientOf: (id: string) => AdapterPayload | undefined,
): (model: string) => Adapter {
  const records = createBoundedMap<{ payload: AdapterPayload; endsAt: number } | undefined>(PLACES);

  const read = (key: string) => {
    const record = records.get(key);
    return record !== undefined && record.endsAt > Date.now() ? record.payload : undefined;
  };

  return (model) => ({
    find: async (id) => (model === 'Client' ? clientOf(id) : read(`${model}:${id}`)),
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    async upsert(id, payload, expiresIn) {
      if (model === FORGOTTEN) return;
      const endsAt = Date.now() + expiresIn * 1000;
      records.set(`${model}:${id}`, { payload, endsAt });
    },
    async consume(id) {
      const record = records.get(`${model}:${id}`);
      if (record === undefined) return;
      const consumed = Math.floor(Date.now() / 1000);
      records.set(`${model}:${id}`, { ...record, payload: { ...record.payload, consumed } });
    },
    async destroy(id) {
      records.set(`${model}:${id}`, undefined);
    },
    // Of a code that is used twice; what it gave lives for minutes.
    revokeByGrantId: async () => {},
  });
}
