/**
 * The secrets of a Vouch Proxy that the text of a file, or of a variable, may stand for: without the one line end that an editor
 * adds, and with it, since Vouch Proxy reads `config/secret` to its last byte. They are for verifying, which both may do.
 *
 * @returns empty for a text with nothing but a line end
 */
export function secretsInText(text: string): readonly { readonly secret: string }[] {
  const secret = text.replace(/\r?\n$/, '');
  return secret === '' ? [] : [...new Set([secret, text])].map((each) => ({ secret: each }));
}
