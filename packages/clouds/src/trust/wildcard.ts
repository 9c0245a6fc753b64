/**
 * Whether a pattern matches a text as a whole: `*` is any run of characters, none included, and `?` is any one. It takes at most
 * the product of both lengths: of what a star has taken, only the last one's share is ever tried again.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let next = 0;
  // Where the last star stands, and up to where it takes the text.
  let star = -1;
  let taken = 0;
  while (at < text.length) {
    if (pattern[next] === '*') {
      star = next;
      taken = at;
      next += 1;
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === text[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      taken += 1;
      at = taken;
      next = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
}
