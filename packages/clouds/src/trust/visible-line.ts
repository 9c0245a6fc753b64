/** Whether text is of one line, and has nothing that a terminal would hide in what somebody reads before they trust it. */
export function isVisibleLine(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text);
}
