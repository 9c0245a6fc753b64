/** The authority of an address, up to its last `@`: RFC 3986 section 3.2.1. AWS has addresses without a scheme in its ARNs. A list of texts in JSON is not run over. */
const USERINFO = /(:\/\/|oidc-provider\/)(?:"(?![,\]}:)])|[^\s/?#"])*@/g;

/** Whether a text that was cut ends within the authority of an address, of which the `@` may be what was cut off. */
const CUT = /:\/\/[^\s/?#"]*…/g;

/** A text for people in which no address says who its user is, or by which password: `https://…@host`. */
export function withoutUserinfo(text: string): string {
  return text.replace(USERINFO, '$1…@').replace(CUT, '://…');
}

/** A value as JSON, as {@link withoutUserinfo} has texts. */
export function jsonWithoutUserinfo(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' ? withoutUserinfo(each) : each,
  );
}
