import { celString } from './cel-text.ts';

const SUB = 'assertion.sub';

/**
 * The condition that is true of given subjects alone.
 *
 * @param patterns - `*` is any text, `?` is any character
 */
export function subjectCondition(subjects: readonly string[], patterns: readonly string[]): string {
  const [only] = subjects;
  const exact =
    only !== undefined && subjects.length === 1
      ? `${SUB} == ${celString(only)}`
      : `${SUB} in [${subjects.map(celString).join(', ')}]`;
  return [...(only === undefined ? [] : [exact]), ...patterns.map(patternCondition)].join(' || ');
}

function patternCondition(pattern: string): string {
  const [, prefix] = /^([^*?]+)\*+$/s.exec(pattern) ?? [];
  if (prefix !== undefined) return `${SUB}.startsWith(${celString(prefix)})`;
  const [, suffix] = /^\*+([^*?]+)$/s.exec(pattern) ?? [];
  if (suffix !== undefined) return `${SUB}.endsWith(${celString(suffix)})`;
  if (!/[*?]/.test(pattern)) return `${SUB} == ${celString(pattern)}`;
  return `${SUB}.matches(${celString(regexOf(pattern))})`;
}

/** In RE2, which CEL matches by, `s` has the dot stand for line ends, too; and `$` is the end of all text. */
function regexOf(pattern: string): string {
  const parts = pattern.replace(/\*+/g, '*').replace(/[\\^$.*+?()[\]{}|]/g, (mark) => {
    if (mark === '*') return '.*';
    return mark === '?' ? '.' : `\\${mark}`;
  });
  return `^(?s:${parts})$`;
}
