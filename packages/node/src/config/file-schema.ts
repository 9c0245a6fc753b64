import { z } from 'zod';
import { filePath } from './shared-schemas.ts';

/** The schemas of the parts' sections, by their names. */
export type Sections = Readonly<Record<string, z.ZodType>>;

/** A configuration, validated: the members all parts share, and each part's section if it is there. */
export type Config<S extends Sections> = {
  readonly data?: string | undefined;
} & { readonly [Name in keyof S]?: z.output<S[Name]> | undefined };

/** The schema of `drawbridge.yaml`. */
export function fileSchema(sections: Sections) {
  return z.strictObject({
    version: z.literal(1, { error: versionFault }).describe('The version of this format.'),
    data: filePath
      .describe(
        'Folder for keys and state. Left out, `drawbridge` in `$XDG_STATE_HOME`, which is `~/.local/state` if not set.',
      )
      .optional(),
    ...Object.fromEntries(
      Object.entries(sections).map(([name, section]) => [name, section.optional()]),
    ),
  });
}

function versionFault({ input }: { readonly input?: unknown }): string {
  return input === undefined
    ? 'is missing: write version: 1'
    : 'is not 1, and there is no other: write version: 1';
}

/** The schema of what is set beside a file: its version is the file's alone. */
export function settingsSchema(sections: Sections) {
  return fileSchema(sections).omit({ version: true });
}
