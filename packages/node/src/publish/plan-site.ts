import { decodeUtf8, isJsonObject, member, parseJsonObject, printable } from '@drawbridge/core';
import type { PlacedFile, Publisher, SiteFile } from './publisher.ts';
import { changeOf, type PublishedFile } from './publish-site.ts';
import { requirePublic } from './require-public.ts';

/** What publishing a file would do. */
export interface PlannedFile {
  readonly path: string;
  readonly change: PublishedFile['change'];
  /** What would change, a line each: `+ keys: KID`, `- issuer: "…"`, `+ issuer: "…"`. */
  readonly lines: readonly string[];
}

/**
 * Says what publishing would do, and writes nothing.
 *
 * @throws {DrawbridgeError} `publish_refused`, `publish_failed`
 */
export async function planSite(
  publisher: Publisher,
  files: readonly SiteFile[],
): Promise<readonly PlannedFile[]> {
  const planned: PlannedFile[] = [];
  for (const file of files) {
    requirePublic(file);
    const placed = await publisher.read(file.path);
    const change = changeOf(file, placed);
    planned.push({ path: file.path, change, lines: change === 'same' ? [] : diff(file, placed) });
  }
  return planned;
}

function diff(file: SiteFile, placed: PlacedFile | undefined): readonly string[] {
  const [before, after] = [membersOf(placed?.body), membersOf(file.body)];
  const lines = [
    ...[...before].filter((line) => !after.has(line)).map((line) => `- ${line}`),
    ...[...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
    ...headerLines('Content-Type', placed?.contentType, file.contentType),
    ...headerLines('Cache-Control', placed?.cacheControl, file.cacheControl),
  ];
  return lines.length === 0 ? ['  only how it is written'] : lines;
}

function headerLines(name: string, before: string | undefined, after: string): readonly string[] {
  if (before === undefined || before === after) return [];
  return [`- ${name}: ${printable(before)}`, `+ ${name}: ${printable(after)}`];
}

/** The members of a JSON object, and the keys of a key set, a line each; of what is no JSON, its lines. */
function membersOf(body: Uint8Array | undefined): ReadonlySet<string> {
  if (body === undefined) return new Set();
  const text = decodeUtf8(body);
  if (text === undefined) return new Set([`${body.length} bytes`]);
  const value = parseJsonObject(body);
  if (value === undefined) return new Set(text.split('\n').map(printable));
  return new Set(
    Object.entries(value).flatMap(([name, content]) =>
      name === 'keys' && Array.isArray(content)
        ? content.map((key: unknown) => printable(`keys: ${describeKey(key)}`))
        : printable(`${name}: ${JSON.stringify(content)}`),
    ),
  );
}

function describeKey(key: unknown): string {
  if (!isJsonObject(key)) return JSON.stringify(key);
  const kid = member(key, 'kid');
  const alg = member(key, 'alg');
  const named = typeof kid === 'string' ? kid : JSON.stringify(key);
  return typeof alg === 'string' ? `${named} (${alg})` : named;
}
