/** The steps that a class of characters may have, which is by far the most that one atom has. */
const PROPERTY = 100;

/**
 * No fewer than about the steps that a pattern compiles to, found without compiling it: `{1000}` makes a thousand of what stands
 * before it, and compiling that takes the time that is to be saved.
 */
export function estimateSteps(pattern: string): number {
  /** What the groups that are open have by now, and their last atom. */
  const open: { total: number; last: number }[] = [];
  let group = { total: 0, last: 0 };
  const add = (steps: number) => {
    group.total += steps;
    group.last = steps;
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') {
      at++;
      add(/[pP]/.test(pattern[at] ?? '') ? PROPERTY : 2);
    } else if (character === '(') {
      open.push(group);
      group = { total: 2, last: 0 };
    } else if (character === ')') {
      const outer = open.pop();
      if (outer === undefined) continue;
      const { total } = group;
      group = outer;
      add(total);
    } else if (character === '{') {
      const times = repeatsAt(pattern, at);
      group.total += group.last * times;
      group.last *= times + 1;
    } else add(2);
  }
  return open.reduce((sum, { total }) => sum + total, group.total);
}

/** The greater number of `{n}`, `{n,}` or `{n,m}`; 0 where the brace is but a brace. */
function repeatsAt(pattern: string, at: number): number {
  const [, least = '', most = ''] =
    /^\{(\d{1,5})(?:,(\d{0,5}))?\}/.exec(pattern.slice(at, at + 14)) ?? [];
  return Math.max(Number(least), Number(most));
}
