/**
 * The other names that a field has for apps that read fields as variables (RFC 3875 section 4.1.18): there `_` and `-` are the
 * same, and for some `.` is too. Proxies that tell them apart would let those of a client pass.
 *
 * @param others - what may stand for `-`
 */
export function aliases(name: string, others: readonly string[] = ['_', '.']): readonly string[] {
  const [first = '', ...words] = name.split('-');
  const all = words.reduce(
    (begun, word) =>
      begun.flatMap((text) => ['-', ...others].map((between) => `${text}${between}${word}`)),
    [first],
  );
  return all.filter((alias) => alias !== name);
}
