/**
 * All that may stand for a host in a list: itself, and for each name above it what is below that one. Of `a.b.test` these are
 * `a.b.test`, `*.b.test` and `*.test`.
 */
export function hostAndAbove(host: string): readonly string[] {
  const texts = [host];
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    texts.push(`*${host.slice(dot)}`);
  }
  return texts;
}
