import { createServer } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DRAWBRIDGE_SCRIPT, writePrograms } from './clouds/programs.ts';
import { startStsStub, type StsStub } from './clouds/sts-stub.ts';
import { finish, type FinishedCommand, type RunningCommand, start } from './command.ts';
import { readPage } from './read-page.ts';
import { serveHere } from './serve-here.ts';
import {
  NATIVE_CLIENT,
  type SignInProvider,
  SIGNED_IN,
  startSignInProvider,
} from './sign-in-provider.ts';
import type { Stage } from './stage.ts';

/** Whoever has a key is shown this bucket. */
const BUCKETS = `<?xml version="1.0" encoding="UTF-8"?>
<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>1</ID></Owner><Buckets>
<Bucket><Name>reports</Name><CreationDate>2026-11-26T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`;

/** What a guide about sign-in needs: a provider, an account of AWS that trusts it, and a person's machine. */
export interface LoginPlace {
  readonly provider: SignInProvider;
  readonly sts: StsStub;
  /** Starts lines of a shell on a machine, in which the names of a guide are those of this place. */
  shell(home: string, lines: string, more?: Place): RunningCommand;
  /** The same, to the end. */
  run(home: string, lines: string, more?: Place): Promise<FinishedCommand>;
  /** Is the browser of a command that is under way: signs in, comes back, and reads the page. */
  browse(command: RunningCommand): Promise<string>;
  /** The same where the provider has the browser bring the answer by a form. */
  browseByForm(command: RunningCommand): Promise<string>;
}

interface Place {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/**
 * Makes such a place, with the real `aws` of Debian, whose endpoints are named to it.
 *
 * @param names - of a guide, and what stands for each
 * @param programs - further scripts, by their names
 */
export async function createLoginPlace(
  stage: Stage,
  { roles, programs = {} }: { roles: readonly string[]; programs?: Record<string, string> },
  namesOf: (provider: SignInProvider) => Readonly<Record<string, string>>,
): Promise<LoginPlace> {
  const [provider, sts] = await Promise.all([startSignInProvider(stage), startStsStub(stage)]);
  const s3 = await serveHere(
    stage,
    createServer((request, response) => {
      const isKnown = /Credential=ASIA/.test(request.headers.authorization ?? '');
      response.writeHead(isKnown ? 200 : 403, { 'content-type': 'application/xml' });
      response.end(isKnown ? BUCKETS : '');
    }),
  );
  const trusted = { issuer: provider.issuer, audience: NATIVE_CLIENT, subject: SIGNED_IN };
  for (const role of roles) await sts.trust({ role, ...trusted });
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

  const shell: LoginPlace['shell'] = (home, lines, { env = {}, stdin } = {}) => {
    const text = names.reduce((all, [from, to]) => all.replaceAll(from, to), lines);
    const command = start('sh', ['-c', `set -e\n${text}`], {
      cwd: home,
      ...(stdin !== undefined && { stdin }),
      env: {
        HOME: home,
        PATH,
        XDG_STATE_HOME: join(home, 'state'),
        AWS_ENDPOINT_URL_STS: sts.url,
        AWS_EC2_METADATA_DISABLED: 'true',
        DRAWBRIDGE_CONFIG: config,
        ...env,
      },
    });
    stage.later(() => command.stop('SIGKILL'));
    return command;
  };

  async function addressOf(command: RunningCommand): Promise<string> {
    const [, address = ''] = await command.waitFor('stderr', /^ {2}(http\S+)$/m);
    return address;
  }

  return {
    provider,
    sts,
    shell,
    run: (...given) => finish(shell(...given)),
    async browse(command) {
      const address = await addressOf(command);
      return readPage(await fetch(await provider.signInByFetch(address)));
    },
    async browseByForm(command) {
      const { action, fields } = await provider.signInByForm(await addressOf(command));
      return readPage(await fetch(action, { method: 'POST', body: fields }));
    },
  };
}
