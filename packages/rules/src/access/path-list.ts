import { compileGlob, globFault, literalEnds } from '../condition/glob.ts';
import { MAX_PATTERN_TEXT } from '../condition/compile-condition.ts';
import { type Standing, standingOf } from './standing.ts';

/** Paths and patterns of them, made ready. */
export interface PathList {
  judge(path: string): Standing;
  /** All paths that are in it, where they can be counted. */
  readonly finite: readonly string[] | undefined;
}

/** A pattern; `exact` is the only path that it takes, where it has no wildcard. */
interface PathPattern {
  readonly glob: string;
  readonly exact: string | undefined;
}

/** Compiles paths that have no fault. */
export function compilePaths(paths: readonly string[]): PathList {
  const patterns = paths.flatMap(patternsOf);
  const exact = new Set(patterns.flatMap((pattern) => pattern.exact ?? []));
  const globs = patterns
    .filter((pattern) => pattern.exact === undefined)
    .map(({ glob }) => ({
      matches: compileGlob(glob),
      beginning: literalEnds(glob).beginning,
      isBeginning: isBeginning(glob),
    }));
  return {
    judge(path) {
      if (exact.has(path)) return 'met';
      if (path.length <= MAX_PATTERN_TEXT)
        return standingOf(globs.some(({ matches }) => matches(path)));
      const alike = globs.filter(({ beginning }) => path.startsWith(beginning));
      if (alike.some((glob) => glob.isBeginning)) return 'met';
      return alike.length > 0 ? TOO_LONG : 'unmet';
    },
    finite: globs.length === 0 ? [...exact] : undefined,
  };
}

const TOO_LONG = { unknown: `the path has more than ${MAX_PATTERN_TEXT} characters` } as const;

/** What a path of a rule stands for: itself; and what ends in `/**` stands also for the folder, which apps serve as well. */
export function patternsOf(path: string): readonly PathPattern[] {
  const folder = /^(.+)\/\*\*$/s.exec(path)?.[1];
  const isFolder = folder !== undefined && globFault(folder) === undefined;
  return (isFolder ? [folder, path] : [path]).map((glob) => ({
    glob,
    exact: hasWildcard(glob) ? undefined : literalEnds(glob).beginning,
  }));
}

/** What is wrong with a path of a rule, as a predicate; `undefined` for none. */
export function pathFault(path: string): string | undefined {
  const fault = globFault(path);
  if (fault !== undefined) return fault;
  if (!path.startsWith('/')) return 'does not begin with a slash, as every path does';
  const plain = withoutEscapes(path);
  if (/[?#]/.test(plain)) {
    return String.raw`has a ? or #, with which a path ends: rules see no query; \? is the character`;
  }
  if (/%(?!2F)[\da-f]{2}/i.test(path) || path.includes('%2f')) {
    return 'is encoded, and rules see paths decoded: write the character itself, or %2F for a slash within a name';
  }
  if (/\p{Cc}|\\\\/u.test(path)) return 'has a character that no path has';
  if (path.split('/').some((name) => /^\\?\.(?:\\?\.)?$/.test(name))) {
    return 'has a segment of dots, which no path has that rules see';
  }
  return undefined;
}

/** Whether a path of a rule takes more than one. */
export function hasWildcard(path: string): boolean {
  return /[*?]/.test(withoutEscapes(path));
}

/** Whether a pattern takes all that begins alike, as `/api/**` does: then a path is judged however long it is. */
export function isBeginning(path: string): boolean {
  return /^[^*?]*\*\*$/.test(withoutEscapes(path));
}

function withoutEscapes(path: string): string {
  return path.replaceAll(/\\./gsu, '');
}
