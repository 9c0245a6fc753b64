import { DRAWBRIDGE_SCRIPT, writePrograms } from './clouds/programs.ts';
import { finish, type FinishedCommand, start } from './command.ts';
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

const STS_URL = 'https://sts.amazonaws.com/';

/** A script that does with the three variables of AWS what every SDK does: it shows who the job is to AWS. */
export const CALL_AWS = `exec curl -sS --fail-with-body '${STS_URL}' -d Action=AssumeRoleWithWebIdentity -d Version=2011-06-15 \\
  --data-urlencode "RoleArn=$AWS_ROLE_ARN" --data-urlencode "RoleSessionName=$AWS_ROLE_SESSION_NAME" \\
  --data-urlencode "WebIdentityToken@$AWS_WEB_IDENTITY_TOKEN_FILE"`;

/**
 * Makes what jobs call: `drawbridge`, and an `aws` that is {@link CALL_AWS}.
 *
 * @returns a PATH
 */
export function jobPrograms(stage: Stage): Promise<string> {
  const aws = `[ "$*" = "sts get-caller-identity" ] || exit 64\n${CALL_AWS}`;
  return writePrograms(stage, { drawbridge: DRAWBRIDGE_SCRIPT, aws });
}

/** Runs a script as the runners of GitLab and GitHub do: one shell, which ends at the first fault. */
export function runScript(
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<FinishedCommand> {
  return finish(start('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { env }));
}
