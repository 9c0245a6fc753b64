import type { ConfigFault } from '@drawbridge/core';
import { z } from 'zod';

/** What a schema does not say by itself. */
interface Mark {
  /** A reference to a secret, as `{file: PATH}` or `{env: NAME}`. */
  readonly secret?: true;
  /** The name of a file or folder. */
  readonly file?: true;
  /** Where something listens. */
  readonly listens?: true;
  /** Whose value is not shown. */
  readonly hidden?: true;
  /** What the reference calls its values: `issuer URL`. */
  readonly words?: string;
  /** Of a part's section. */
  readonly check?: SectionCheck;
}

/**
 * Finds what no schema sees in a part's section: what must fit together.
 *
 * @param given - the section as it was given; valid by its schema when `isValid`, else anything at
 *   all, and then what is valid of it is judged, so that all faults are told at once
 */
export type SectionCheck = (given: unknown, isValid: boolean) => Promise<readonly ConfigFault[]>;

/** The marks of schemas. A schema that is made of a marked one, by `.describe` say, has its mark. */
export const marks = z.registry<Mark>();

/** Marks a schema. */
export function mark<T extends z.ZodType>(schema: T, meta: Mark): T {
  marks.add(schema, meta);
  return schema;
}

/** Has a part's section judged by more than its schema, whenever a configuration is loaded. */
export function checked<T extends z.ZodType>(section: T, check: SectionCheck): T {
  return mark(section, { check });
}
