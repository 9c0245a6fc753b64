import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FinishedCommand } from '../command.ts';
import type { Stage } from '../stage.ts';
import { type AwsAccount, AWS_ADMIN, serveAws } from './aws.ts';
import { type AzureTenant, serveAzure, TENANT } from './azure.ts';
import { type GoogleProject, serveGoogle } from './google.ts';
import type { Network } from './network.ts';
import { clientSettings, createPrograms } from './programs.ts';
import { createRecordedAz } from './recorded-az.ts';
import { serveRecordedClient } from './recorded-client.ts';
import { createRecordedGcloud } from './recorded-gcloud.ts';
import type { Outside } from './relying-party.ts';

/** A job, as `.gitlab-ci.yml` has it. */
export interface JobText {
  readonly variables?: Readonly<Record<string, string>>;
  readonly script: readonly string[];
}

/** Three clouds on a network, whoever administers them, and a runner of jobs. */
export interface World {
  readonly clouds: {
    readonly aws: AwsAccount;
    readonly google: GoogleProject;
    readonly azure: AzureTenant;
  };
  /** Runs lines of shell in the administrator's folder. What they set is set for the next ones. */
  administer(lines: string): Promise<FinishedCommand>;
  /**
   * Runs a job in a folder and a home of its own, with what the administrator gave its project.
   *
   * @param token - the `PRIVATE_TOKEN`
   * @param gcloud - the path of a real one
   */
  runJob(job: JobText, token: string, gcloud?: string): Promise<FinishedCommand>;
}

/** Makes clouds that see the world by `outside`, for programs on a network. */
export async function createWorld(
  stage: Stage,
  network: Network,
  outside: Outside,
): Promise<World> {
  const clouds = {
    aws: serveAws(network, outside),
    google: serveGoogle(network, outside),
    azure: serveAzure(network, outside),
  };

  const environment = async (home: string) => ({
    ...clientSettings(home),
    ...network.environment,
    AZURE_TENANT_ID: TENANT,
    RECORDED_AZ: await serveRecordedClient(stage, await createRecordedAz(network)),
    RECORDED_GCLOUD: await serveRecordedClient(stage, createRecordedGcloud(network)),
  });

  const home = await stage.folder();
  const PATH = await createPrograms(stage);
  const admin = { ...(await environment(home)), ...AWS_ADMIN, PATH };

  return {
    clouds,

    administer: (lines) =>
      stage.shell(`set -eua\n[ ! -f state ] || . ./state\n${lines}\nexport -p > state`, {
        env: { ...admin, AWS_DEFAULT_REGION: 'eu-central-1' },
        cwd: home,
      }),

    async runJob({ variables, script }, token, gcloud) {
      const folder = await stage.folder();
      // The file that the guide has its reader commit, and the variables that it has them set.
      const file = join(home, 'google.json');
      if (existsSync(file)) await copyFile(file, join(folder, 'google.json'));
      const set = await stage.shell('. ./state; printf %s "${AZURE_CLIENT_ID-}"', { cwd: home });
      await mkdir(join(folder, 'home'));
      const env = {
        ...(await environment(join(folder, 'home'))),
        ...variables,
        AZURE_CLIENT_ID: set.stdout,
        CI_JOB_ID: '4096',
        PATH: gcloud === undefined ? PATH : await createPrograms(stage, gcloud),
        PRIVATE_TOKEN: token,
      };
      return stage.shell(`set -e\n${script.join('\n')}`, { env, cwd: folder });
    },
  };
}
