import { decodeUtf8, isJsonObject, member, privateMembers } from '@drawbridge/core';
import { refused } from './faults.ts';
import type { Publisher, SiteFile } from './publisher.ts';

/**
 * A publisher that takes only paths below its address and nothing secret, whatever it is given.
 *
 * @throws {TypeError} of `read`, `write`, `writeNew` and `purge`, for a path that is none
 */
export function onlyPublic(publisher: Publisher): Publisher {
  const { purge, writeNew } = publisher;
  return {
    name: publisher.name,
    async read(path) {
      requirePath(path);
      return publisher.read(path);
    },
    async write(file) {
      requirePath(file.path);
      requirePublic(file);
      await publisher.write(file);
    },
    ...(writeNew !== undefined && {
      async writeNew(file: SiteFile) {
        requirePath(file.path);
        requirePublic(file);
        return writeNew.call(publisher, file);
      },
    }),
    ...(purge !== undefined && {
      async purge(paths: readonly string[]) {
        // The path of the address is not ours to choose.
        if (paths.some((path) => !/^\/[\x21-\x7e]+$/.test(path))) {
          throw new TypeError('a path to be forgotten is none');
        }
        await purge.call(publisher, paths);
      },
    }),
    close: () => publisher.close(),
  };
}

/** A path of a site: segments of letters, digits and `-._~`, none of them `.` or `..`. */
export function isSitePath(path: string): boolean {
  return /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(path);
}

function requirePath(path: string): void {
  if (!isSitePath(path)) throw new TypeError('a path of a site is not of plain segments');
}

/**
 * Refuses a file with a private key in it.
 *
 * @throws {DrawbridgeError} `publish_refused`
 */
export function requirePublic({ path, body }: Pick<SiteFile, 'path' | 'body'>): void {
  const text = decodeUtf8(body);
  const isSecret =
    text === undefined
      ? Buffer.from(body).includes('PRIVATE KEY-----')
      : text.includes('PRIVATE KEY-----') || hasPrivateJwk(parsed(text));
  if (!isSecret) return;
  throw refused(
    `${path} has a private key in it, and is not published`,
    'Publish the public part: `drawbridge keys export` prints it.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function hasPrivateJwk(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasPrivateJwk);
  if (!isJsonObject(value)) return false;
  if (member(value, 'kty') !== undefined && privateMembers(value).length > 0) return true;
  return Object.values(value).some(hasPrivateJwk);
}
