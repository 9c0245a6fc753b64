import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DRAWBRIDGE, finish, type FinishedCommand, start } from './command.ts';
import { readBlocks } from './documents.ts';
import { readYaml } from './read-yaml.ts';
import type { Stage } from './stage.ts';

/** A job as its YAML has it, as far as tests look at it. */
export interface CiJob {
  readonly variables?: Readonly<Record<string, string>>;
  readonly script?: readonly string[];
  readonly steps?: readonly { readonly run?: string }[];
}

/** Reads the job of a marked block of a page. */
export async function readJob(page: string, mark: string): Promise<CiJob> {
  const block = (await readBlocks(page)).find((candidate) => candidate.mark === mark);
  if (block === undefined) throw new Error(`${page} has no block that is marked ${mark}`);
  const document = await readYaml<
    Record<string, CiJob> & { readonly jobs?: Record<string, CiJob> }
  >(block.text);
  const [job] = Object.values(document.jobs ?? document);
  return job ?? {};
}

/** Replaces `$NAME` as GitLab does in variables before the job begins. */
export function expand(value: string, env: Readonly<Record<string, string>>): string {
  return value.replace(/\$(\w+)/g, (_, name: string) => env[name] ?? '');
}

/**
 * Makes a folder for the PATH of jobs: `drawbridge`, and an `aws` that does with its three variables
 * what every SDK of AWS does, at an STS of the test.
 */
export async function jobTools(stage: Stage, sts: string): Promise<string> {
  const folder = await stage.folder();
  const aws = `#!/bin/sh
[ "$*" = "sts get-caller-identity" ] || exit 64
exec curl -sS --fail-with-body '${sts}' -d Action=AssumeRoleWithWebIdentity -d Version=2011-06-15 \\
  --data-urlencode "RoleArn=$AWS_ROLE_ARN" --data-urlencode "RoleSessionName=$AWS_ROLE_SESSION_NAME" \\
  --data-urlencode "WebIdentityToken@$AWS_WEB_IDENTITY_TOKEN_FILE"
`;
  const drawbridge = `#!/bin/sh\nexec '${process.execPath}' '${DRAWBRIDGE}' "$@"\n`;
  for (const [name, content] of Object.entries({ aws, drawbridge })) {
    const file = join(folder, name);
    await writeFile(file, content);
    await chmod(file, 0o755);
  }
  return folder;
}

/** Runs a script as the runners of GitLab and GitHub do: one shell, which ends at the first fault. */
export function runScript(
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<FinishedCommand> {
  return finish(start('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { env }));
}
