/** What a real provider keeps of one thing. */
interface Kept extends Record<string, unknown> {
  readonly uid?: string;
  readonly userCode?: string;
  readonly grantId?: string;
}

/** Where a provider of a test keeps all that it knows, as `settings.adapter` wants it; it can be made to forget. */
export interface ProviderStore {
  readonly adapter: (model: string) => object;
  /** What it keeps of a kind: `Client`. */
  of(model: string): readonly Kept[];
  /** As by a new start with an empty database. */
  forget(...models: readonly string[]): void;
}

export function createProviderStore(): ProviderStore {
  const models = new Map<string, Map<string, Kept>>();

  function entriesOf(model: string): Map<string, Kept> {
    const known = models.get(model) ?? new Map<string, Kept>();
    models.set(model, known);
    return known;
  }

  return {
    adapter(model) {
      const entries = entriesOf(model);
      const findBy = async (name: 'uid' | 'userCode', value: string) =>
        [...entries.values()].find((kept) => kept[name] === value);
      return {
        upsert: async (id: string, kept: Kept) => void entries.set(id, kept),
        find: async (id: string) => entries.get(id),
        findByUid: (uid: string) => findBy('uid', uid),
        findByUserCode: (code: string) => findBy('userCode', code),
        async consume(id: string) {
          const kept = entries.get(id);
          if (kept !== undefined) entries.set(id, { ...kept, consumed: Date.now() / 1000 });
        },
        destroy: async (id: string) => void entries.delete(id),
        async revokeByGrantId(grantId: string) {
          for (const [id, kept] of entries) if (kept.grantId === grantId) entries.delete(id);
        },
      };
    },
    of: (model) => [...entriesOf(model).values()],
    forget(...names) {
      for (const name of names) entriesOf(name).clear();
    },
  };
}
