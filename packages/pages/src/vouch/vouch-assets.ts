import { markSvgOf } from '../mark.ts';
import { STYLE } from '../style.ts';

/** What pages that somebody wrote for a Vouch Proxy load from it: its style sheet, and its sign, which is ours. */
export const VOUCH_ASSETS = {
  style: STYLE.text.toString(),
  /** SVG. */
  sign: markSvgOf('calm').toString(),
} as const;
