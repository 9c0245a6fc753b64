import { join } from 'node:path';

/** Where a secret is, as the configuration has it. */
export type SecretPlace = { readonly file: string } | { readonly env: string };

/** A secret that stood in the file, and the file of its own that it goes to. */
export interface SecretFile {
  readonly option: string;
  readonly path: string;
  readonly text: string;
}

/** Secrets that were found on the way. */
export interface Secrets {
  /** Absolute folder of the files. */
  readonly folder: string;
  readonly files: SecretFile[];
}

/** Has a secret written to a file of its own, named for the option. */
export function keepSecret({ folder, files }: Secrets, option: string, text: string): SecretPlace {
  const path = join(folder, option.replaceAll('_', '-'));
  files.push({ option, path, text });
  return { file: path };
}
