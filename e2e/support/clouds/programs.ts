import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { DRAWBRIDGE } from '../command.ts';
import type { Stage } from '../stage.ts';
import { recordedProgram } from './recorded-client.ts';

/** The real gcloud, where whoever runs the tests has one. */
export const REAL_GCLOUD = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'gcloud'))
  .find((file) => existsSync(file));

/** Makes programs of scripts of sh, by their names. @returns a PATH that begins with their folder */
export async function writePrograms(
  stage: Stage,
  scripts: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = await stage.folder();
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return [folder, process.env['PATH']].join(delimiter);
}

/** The script of the program `drawbridge`. */
export const DRAWBRIDGE_SCRIPT = `exec '${process.execPath}' '${DRAWBRIDGE}' "$@"`;

/**
 * Makes the programs that a guide calls, as scripts in a folder.
 *
 * @param gcloud - the path of a real one; else the recorded client at `RECORDED_GCLOUD` stands for it
 * @returns a PATH that begins with the folder
 */
export function createPrograms(stage: Stage, gcloud?: string): Promise<string> {
  return writePrograms(stage, {
    drawbridge: DRAWBRIDGE_SCRIPT,
    // The aws of Debian 12 insists on thumbprints: the guide says so, and what to do then.
    aws: `if [ "$2" = create-open-id-connect-provider ] && grep -qs '^VERSION_ID="12"' /etc/os-release
then set -- "$@" --thumbprint-list 0000000000000000000000000000000000000000; fi
exec /usr/bin/aws "$@"`,
    gcloud: gcloud === undefined ? recordedProgram('RECORDED_GCLOUD') : `exec '${gcloud}' "$@"`,
    az: recordedProgram('RECORDED_AZ'),
  });
}

/** What keeps real clients in a folder of their own, and on this machine. */
export function clientSettings(home: string): Readonly<Record<string, string>> {
  return {
    HOME: home,
    AWS_EC2_METADATA_DISABLED: 'true',
    CLOUDSDK_CONFIG: join(home, 'gcloud'),
    CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'true',
    CLOUDSDK_CORE_CHECK_GCE_METADATA: 'false',
    CLOUDSDK_CORE_DISABLE_PROMPTS: 'true',
    CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
    NO_GCE_CHECK: 'true',
  };
}
