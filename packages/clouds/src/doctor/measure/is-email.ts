/** Whether a text looks like the e-mail address of somebody. */
export function isEmail(text: string): boolean {
  const at = text.indexOf('@');
  return at > 0 && text.indexOf('.', at) > at + 1 && !/[\s:/]/.test(text);
}
