import { z } from 'zod';

/** What a schema does not say by itself. */
interface Mark {
  /** A reference to a secret, as `{file: PATH}` or `{env: NAME}`. */
  readonly secret?: true;
  /** The name of a file or folder. */
  readonly file?: true;
  /** Whose value is not shown. */
  readonly hidden?: true;
  /** What the reference calls its values: `issuer URL`. */
  readonly words?: string;
}

/** The marks of schemas. A schema that is made of a marked one, by `.describe` say, has its mark. */
export const marks = z.registry<Mark>();

/** Marks a schema. */
export function mark<T extends z.ZodType>(schema: T, meta: Mark): T {
  marks.add(schema, meta);
  return schema;
}
