import { isJsonObject, member, parseJsonObject, printable } from '@drawbridge/core';
import { type Change, changeOf } from './change-of.ts';
import { type PlacedFile, type SiteFile, UNTOLD } from './publisher.ts';
import { type PutFileOptions, requireReplaceable } from './put-file.ts';
import { requirePublic } from './require-public.ts';

/** What publishing a file would do. */
export interface PlannedFile {
  readonly path: string;
  readonly change: Change;
  /** What would change, a line each: `+ keys: KID`, `- issuer: "…"`, `+ issuer: "…"`; of what is no JSON, its size. */
  readonly lines: readonly string[];
}

/**
 * Says what publishing would do, and writes nothing.
 *
 * @throws {DrawbridgeError} `publish_refused`, `publish_failed`
 */
export async function planSite(
  options: PutFileOptions,
  files: readonly SiteFile[],
): Promise<readonly PlannedFile[]> {
  const planned: PlannedFile[] = [];
  for (const file of files) {
    requirePublic(file);
    const found = await options.publisher.read(file.path);
    const placed = found === UNTOLD ? undefined : found;
    const change = changeOf(file, placed);
    await requireReplaceable(file, placed, options);
    planned.push({
      path: file.path,
      change,
      lines:
        change === 'same' ? [] : [...(found === UNTOLD ? [UNREAD] : []), ...diff(file, placed)],
    });
  }
  return planned;
}

const UNREAD = '  these credentials may not read what is there, if anything is';

function diff(file: SiteFile, placed: PlacedFile | undefined): readonly string[] {
  const lines = [
    ...bodyLines(placed?.body, file.body),
    ...headerLines('Content-Type', placed?.contentType, file.contentType),
    ...headerLines('Cache-Control', placed?.cacheControl, file.cacheControl),
  ];
  return lines.length === 0 ? ['  only how it is written'] : lines;
}

function bodyLines(before: Uint8Array | undefined, after: Uint8Array): readonly string[] {
  const members = membersOf(after);
  if (members === undefined) {
    if (before === undefined) return [`+ ${after.length} bytes`];
    if (Buffer.from(before).equals(Buffer.from(after))) return [];
    return [`- ${before.length} bytes`, `+ ${after.length} bytes`];
  }
  const old = before === undefined ? new Set<string>() : membersOf(before);
  return [
    ...(old === undefined ? [`- ${before?.length} bytes`] : []),
    ...[...(old ?? [])].filter((line) => !members.has(line)).map((line) => `- ${line}`),
    ...[...members].filter((line) => !old?.has(line)).map((line) => `+ ${line}`),
  ];
}

function headerLines(name: string, before: string | undefined, after: string): readonly string[] {
  if (before === undefined || before === after) return [];
  return [`- ${name}: ${printable(before)}`, `+ ${name}: ${printable(after)}`];
}

/** The members of a JSON object, and the keys of a key set, a line each. */
function membersOf(body: Uint8Array): ReadonlySet<string> | undefined {
  const value = parseJsonObject(body);
  if (value === undefined) return undefined;
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
