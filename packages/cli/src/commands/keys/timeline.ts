import { type KeyRingManifest, keyState, printable, ringTime } from '@drawbridge/core';

/** Characters that the line of time has. */
const WIDTH = 48;

/**
 * Draws when each key is published and when it signs, from the first change that matters to the last. A ring of
 * one key without an end has nothing to draw.
 *
 * @param now - seconds since the epoch
 * @returns lines
 */
export function drawTimeline(manifest: KeyRingManifest, now: number): readonly string[] {
  const time = ringTime(manifest, now);
  const keys = manifest.keys.filter((key) => keyState(key, time) !== 'removed');
  const moments = keys
    .flatMap(({ publishedAt, signsFrom, signsUntil, removeAfter }) => [
      publishedAt,
      signsFrom ?? now,
      signsUntil ?? now,
      removeAfter ?? now,
    ])
    .filter((moment) => moment > now);
  if (keys.length < 2 || moments.length === 0) return [];
  const end = Math.max(...moments);
  // A fifth of the line tells of the past.
  const start = now - (end - now) / 4;
  const step = (end - start) / WIDTH;
  const column = Math.floor((now - start) / step);
  const width = Math.max(...keys.map(({ kid }) => label(kid).length));
  const rows = keys.map(({ kid, publishedAt, signsFrom, signsUntil, removeAfter }) => {
    let line = '';
    for (let index = 0; index < WIDTH; index++) {
      const at = start + (index + 0.5) * step;
      const published = at >= publishedAt && at < (removeAfter ?? Infinity);
      const signs = signsFrom !== null && at >= signsFrom && at < (signsUntil ?? Infinity);
      line += signs ? '━' : published ? '─' : ' ';
    }
    return `${label(kid).padEnd(width)} ${line}`.trimEnd();
  });
  const scale = `${' '.repeat(column)}▲ now   ━ signs   ─ published`;
  const last = `${distance(end - now)} ▲`;
  return ['', ...rows, `${' '.repeat(width + 1)}${scale.padEnd(WIDTH - last.length)}${last}`];
}

/** How far the line goes, short enough to stand below it. */
function distance(seconds: number): string {
  if (seconds >= 172_800) return `+${Math.round(seconds / 86_400)} d`;
  if (seconds >= 7200) return `+${Math.round(seconds / 3600)} h`;
  return seconds >= 120 ? `+${Math.round(seconds / 60)} min` : `+${seconds} s`;
}

function label(kid: string): string {
  const shown = printable(kid);
  return shown.length <= 12 ? shown : `${shown.slice(0, 11)}…`;
}
