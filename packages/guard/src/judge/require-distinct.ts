/**
 * Refuses a list in which an issuer is twice, also where a slash at the end makes the difference: one of
 * the two would never see a token, and nobody could say which.
 *
 * @throws {TypeError}
 */
export function requireDistinct(issuers: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const issuer of issuers) {
    const plain = issuer.replace(/\/$/, '');
    const other = seen.get(plain);
    if (other !== undefined) {
      throw new TypeError(
        other === issuer
          ? `${issuer} is listed twice: join its audiences in one entry`
          : `${other} and ${issuer} are one issuer: keep the one that the iss of its tokens has`,
      );
    }
    seen.set(plain, issuer);
  }
}
