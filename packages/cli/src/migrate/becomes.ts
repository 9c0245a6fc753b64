/** What becomes of an option. */
export type Becomes =
  /** Its value goes to a setting, with what is different said in a sentence. */
  | { readonly kind: 'setting'; readonly setting: string; readonly sentence?: string }
  /** It is always so, as if the option had this value. */
  | { readonly kind: 'same'; readonly value: string; readonly sentence: string }
  /** It is done in another way. */
  | { readonly kind: 'otherwise'; readonly sentence: string }
  /** It is not done. */
  | { readonly kind: 'never'; readonly sentence: string };

export const setting = (path: string, sentence?: string): Becomes => ({
  kind: 'setting',
  setting: path,
  ...(sentence !== undefined && { sentence }),
});
export const same = (value: string, sentence: string): Becomes => ({
  kind: 'same',
  value,
  sentence,
});
export const otherwise = (sentence: string): Becomes => ({ kind: 'otherwise', sentence });
export const never = (sentence: string): Becomes => ({ kind: 'never', sentence });

/** A becoming as a cell of a table. */
export function hereOf(becomes: Becomes): string {
  switch (becomes.kind) {
    case 'setting':
      return [`\`${becomes.setting}\`.`, becomes.sentence].filter(Boolean).join(' ');
    case 'same':
      return `*Always.* ${becomes.sentence}`;
    case 'otherwise':
      return `*Otherwise.* ${becomes.sentence}`;
    case 'never':
      return `*Not done.* ${becomes.sentence}`;
  }
}

/** How a note begins of something that has no setting. */
export const CARRIED = {
  same: 'not carried over.',
  otherwise: 'done otherwise.',
  never: 'not carried over.',
} as const;
