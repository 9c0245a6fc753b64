/**
 * The other names that a field has for apps that read fields as variables (RFC 3875 section 4.1.18): there `_` and `-` are the
 * same. Proxies that tell them apart would let those of a client pass.
 */
export function aliases(name: string): readonly string[] {
  const [first = '', ...others] = name.split('-');
  const all = others.reduce(
    (begun, word) => begun.flatMap((text) => [`${text}-${word}`, `${text}_${word}`]),
    [first],
  );
  return all.filter((alias) => alias !== name);
}
