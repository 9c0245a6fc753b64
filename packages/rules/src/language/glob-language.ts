import { parseGlob } from '../condition/glob.ts';
import type { Language } from './language.ts';
import { allBut, EVERY_CHARACTER, patternLanguage } from './pattern-language.ts';

/** The language of what a glob takes. */
export function globLanguage(glob: string): Language {
  return patternLanguage(
    parseGlob(glob).map((step) => {
      if ('literal' in step) return { text: step.literal };
      const among = step.wild === '**' ? EVERY_CHARACTER : allBut('/');
      return { among, isRun: step.wild !== '?' };
    }),
  );
}
