/** Ways to set text off. On a stream that is no terminal they do nothing. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  accent(text: string): string;
}

interface ColourStream {
  readonly isTTY?: boolean;
}

/**
 * The style for a stream: colours on a terminal, none elsewhere. `NO_COLOR`
 * (no-color.org) and `TERM=dumb` turn them off.
 */
export function createStyle(stream: ColourStream, env: NodeJS.ProcessEnv): Style {
  const on = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const sgr = (open: number, close: number) => (text: string) =>
    on ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    good: sgr(32, 39),
    bad: sgr(31, 39),
    accent: sgr(36, 39),
  };
}
