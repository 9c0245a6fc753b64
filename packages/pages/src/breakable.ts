import { html, type HtmlValue } from './html.ts';

/** Between the parts of an ARN, a URL, a path or a mail address: after what begins a part, before a dot. */
const SEAMS = /(?<=[/:@?&=_])(?![/:])|(?<=[^./:@])(?=\.)/;

/**
 * A name that no space is in, such that a narrow window breaks it between its parts. What a person copies has no mark of
 * it.
 */
export function breakable(name: string): HtmlValue {
  return name.split(SEAMS).map((part, index) => (index === 0 ? part : html`<wbr>${part}`));
}
