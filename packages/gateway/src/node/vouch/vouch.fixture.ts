import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readVouchConfig } from './read-vouch-config.ts';
import type { VouchSources } from './read-vouch-config.ts';
import type { Variables } from './layers/read-vouch-variables.ts';
import { placesOfFile } from './vouch-places.ts';

/** As good as the one that Vouch Proxy makes. */
export const GOOD_SECRET = 'c2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMtb3Itc28tIQ==';

/** A folder with a configuration. */
export interface VouchFolder {
  readonly path: string;
  write(name: string, text: string): Promise<string>;
  /** Writes `config/config.yml`, and reads it. */
  read(
    yaml: string,
    env?: Variables,
    more?: Partial<VouchSources>,
  ): ReturnType<typeof readVouchConfig>;
  remove(): Promise<void>;
}

/** Makes a folder in the place of `VOUCH_ROOT`. The caller removes it. */
export async function makeVouchFolder(): Promise<VouchFolder> {
  const path = await mkdtemp(join(tmpdir(), 'drawbridge-vouch-'));
  async function write(name: string, text: string): Promise<string> {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600 });
    return file;
  }
  return {
    path,
    write,
    async read(yaml, env = {}, more = {}) {
      const file = await write('config/config.yml', yaml);
      return readVouchConfig({ ...placesOfFile(file, env), env, host: '127.0.0.1', ...more });
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** What there is no configuration without, but for a secret, which comes from `env` as `VOUCH_JWT_SECRET`. */
export const LEAST = `vouch:
  domains: [example.com]
  validateOnly: true
`;
