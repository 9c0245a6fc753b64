/**
 * Whether a claim such as `email_verified` is a no. By OpenID Connect Core 1.0 section 5.1 it is true or false; what other
 * programs write for false is a no as well: `0`, and `False` of a program in Python.
 */
export function saysNo(word: unknown): boolean {
  return /^(?:false|0|no)$/i.test(String(word));
}
