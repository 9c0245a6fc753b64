import type { PlacedFile, SiteFile } from './publisher.ts';

/** What a file is at its place, once it is written: `same` where it need not be. */
export type Change = 'same' | 'changed' | 'created';

/** What a file would change at its place. */
export function changeOf(file: SiteFile, placed: PlacedFile | undefined): Change {
  if (placed === undefined) return 'created';
  const { body, contentType = file.contentType, cacheControl = file.cacheControl } = placed;
  const isSame =
    Buffer.from(body).equals(Buffer.from(file.body)) &&
    contentType === file.contentType &&
    cacheControl === file.cacheControl;
  return isSame ? 'same' : 'changed';
}
