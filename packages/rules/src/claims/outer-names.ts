/** The names of the claims that a path may lead through: of `a.b.c` that, `a.b` and `a`; see `findClaim`. */
export function outerNames(path: string): readonly string[] {
  return [...path.matchAll(/(?!^)\.|$/g)].map(({ index }) => path.slice(0, index)).reverse();
}
