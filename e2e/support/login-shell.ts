import { createServer } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DRAWBRIDGE_SCRIPT, writePrograms } from './clouds/programs.ts';
import { finish, type FinishedCommand, type RunningCommand, start } from './command.ts';
import { addressOf, createLoginPlace, machineEnv, signedInAt } from './login-place.ts';
import { readPage } from './read-page.ts';
import { serveHere } from './serve-here.ts';
import type { SignInProvider } from './sign-in-provider.ts';
import type { Stage } from './stage.ts';

/** Whoever has a key is shown this bucket. */
const BUCKETS = `<?xml version="1.0" encoding="UTF-8"?>
<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>1</ID></Owner><Buckets>
<Bucket><Name>reports</Name><CreationDate>2026-11-26T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`;

type Place = Awaited<ReturnType<typeof createLoginPlace>>;

/** What a guide about sign-in needs: a place where it is done, and a shell on a person's machine. */
export interface LoginShell extends Pick<Place, 'provider' | 'sts' | 'browse'> {
  /** Starts lines of a shell on a machine, in which the names of a guide are those of this place. */
  shell(home: string, lines: string, more?: Surroundings): RunningCommand;
  /** The same, to the end. */
  run(home: string, lines: string, more?: Surroundings): Promise<FinishedCommand>;
  /** Is the browser where the provider has it bring the answer by a form. @returns the page that it is shown */
  browseByForm(command: RunningCommand): Promise<string>;
}

interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/**
 * Makes one, with the real `aws` of Debian, whose endpoints are named to it.
 *
 * @param names - of a guide, and what stands for each
 * @param roles - beside `developer`
 * @param programs - further scripts, by their names
 */
export async function createLoginShell(
  stage: Stage,
  { roles, programs = {} }: { roles: readonly string[]; programs?: Record<string, string> },
  namesOf: (provider: SignInProvider) => Readonly<Record<string, string>>,
): Promise<LoginShell> {
  const { provider, sts, browse } = await createLoginPlace(stage);
  const s3 = await serveHere(
    stage,
    createServer((request, response) => {
      const isKnown = /Credential=ASIA/.test(request.headers.authorization ?? '');
      response.writeHead(isKnown ? 200 : 403, { 'content-type': 'application/xml' });
      response.end(isKnown ? BUCKETS : '');
    }),
  );
  for (const role of roles) await sts.trust({ role, ...signedInAt(provider) });
  const PATH = await writePrograms(stage, {
    drawbridge: DRAWBRIDGE_SCRIPT,
    aws: `case "$1" in s3) at='${s3}' ;; *) at='${sts.url}' ;; esac
exec /usr/bin/aws "$@" --endpoint-url "$at" --region us-east-1`,
    ...programs,
  });
  const folder = await stage.folder();
  const config = join(folder, 'any-port.yaml');
  await writeFile(config, 'version: 1\nlogin: { redirect: { ports: [0] } }\n');
  const names = Object.entries(namesOf(provider));

  const shell: LoginShell['shell'] = (home, lines, { env = {}, stdin } = {}) => {
    const text = names.reduce((all, [from, to]) => all.replaceAll(from, to), lines);
    const command = start('sh', ['-c', `set -e\n${text}`], {
      cwd: home,
      ...(stdin !== undefined && { stdin }),
      env: {
        ...machineEnv(home, sts.url),
        PATH,
        DRAWBRIDGE_CONFIG: config,
        ...env,
      },
    });
    stage.later(() => command.stop('SIGKILL'));
    return command;
  };

  return {
    provider,
    sts,
    browse,
    shell,
    run: (...given) => finish(shell(...given)),
    async browseByForm(command) {
      const { action, fields } = await provider.signInByForm(await addressOf(command));
      return readPage(await fetch(action, { method: 'POST', body: fields }));
    },
  };
}
