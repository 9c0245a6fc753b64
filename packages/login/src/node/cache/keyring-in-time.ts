import { createRequire } from 'node:module';
import { DrawbridgeError } from '@drawbridge/core';
import { KEYRING_OPTIONS, KEYRING_SERVICE, type Keyring, unusable } from './keyring.ts';

/** What of the package there is to use. */
interface KeyringModule {
  readonly AsyncEntry: new (
    service: string,
    account: string,
    options: typeof KEYRING_OPTIONS,
  ) => { getPassword(): Promise<string | null> };
}

/**
 * Reads the keyring of the system in this process, which takes a third of the time of another process. One that waits for
 * its password holds a thread that cannot be called off: who is told that it did not answer has to end the process.
 *
 * @param patience - milliseconds
 */
export function keyringInTime(patience: number): Pick<Keyring, 'get'> {
  return {
    async get(account) {
      let late: NodeJS.Timeout | undefined;
      const tooLate = new Promise<never>((_, reject) => {
        late = setTimeout(
          () => reject(unusable(`it did not answer within ${patience} ms: it may be locked`)),
          patience,
        );
      });
      try {
        const { AsyncEntry } = createRequire(import.meta.url)('@napi-rs/keyring') as KeyringModule;
        const entry = new AsyncEntry(KEYRING_SERVICE, account, KEYRING_OPTIONS);
        return (await Promise.race([entry.getPassword(), tooLate])) ?? undefined;
      } catch (thrown) {
        if (thrown instanceof DrawbridgeError) throw thrown;
        // Its own words are of many languages and systems, and none of them helps.
        throw unusable('there is none, or it is locked', thrown);
      } finally {
        clearTimeout(late);
      }
    },
  };
}
