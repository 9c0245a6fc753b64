import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchOptions } from '../harness/bench.ts';
import { COMMAND } from '../harness/drawbridge-command.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { startStsEndpoint } from '../harness/sts-endpoint.ts';
import { CLIENT, startSignInEndpoint } from './sign-in-endpoint.ts';

export const CALLBACK_FIGURE = 'callback';

const BARE = fileURLToPath(new URL('bare-callback.js', import.meta.url));
const ROLE = 'arn:aws:iam::111122223333:role/developer';

/** What waits for a callback, and the file that has a profile in the end. */
interface Waiting {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly file: string;
}

/**
 * Measures from the browser's request to the page that it shows in the end, when the profile is written: of `drawbridge
 * login`, against a script that makes the same requests. Both are new processes, and begin to be timed when they wait.
 */
export async function callbackFigure({ rounds }: BenchOptions): Promise<Figure> {
  const provider = await startSignInEndpoint();
  const sts = await startStsEndpoint();
  const { issuer } = provider;
  const timed = (waiting: (home: string) => Waiting) => async () => {
    const home = mkdtempSync(join(tmpdir(), 'drawbridge-bench-callback-'));
    try {
      return await timeCallback(waiting(home), (nonce) => provider.expect(nonce));
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  };
  try {
    const sides = {
      subject: timed((home) => ({
        args: [
          COMMAND,
          'login',
          `--issuer=${issuer}`,
          `--client-id=${CLIENT}`,
          `--role=${ROLE}`,
          '--profile=dev',
          '--port=0',
          `--data=${join(home, 'data')}`,
        ],
        env: {
          HOME: home,
          AWS_ENDPOINT_URL_STS: sts.url,
          AWS_REGION: 'us-east-1',
          DRAWBRIDGE_LOGIN__CACHE: 'file',
          // No browser is opened there.
          SSH_CONNECTION: '127.0.0.1 1 127.0.0.1 22',
        },
        file: join(home, '.aws', 'config'),
      })),
      reference: timed((home) => {
        const file = join(home, 'credentials');
        return { args: [BARE, issuer, sts.url, file], env: {}, file };
      }),
    };
    const pairs = await interleave(rounds, sides, (round) =>
      progress(`login ${CALLBACK_FIGURE}: round ${round} of ${rounds}`),
    );
    return toFigure(
      {
        bench: 'login',
        figure: CALLBACK_FIGURE,
        unit: 'ms',
        against: 'a Node script that makes the same requests by fetch, and checks nothing',
        better: 'lower',
        ratio: ({ subject, reference }) => subject / reference,
      },
      pairs,
    );
  } finally {
    provider.close();
    sts.close();
  }
}

async function timeCallback(
  { args, env, file }: Waiting,
  expect: (nonce: string) => void,
): Promise<number> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, args, {
    env: { PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const ended = once(child, 'close');
    const asked = new URL(await addressOf(child)).searchParams;
    expect(asked.get('nonce') ?? '');
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code: 'code', state: asked.get('state') ?? '' }).toString();
    const begin = performance.now();
    await (await fetch(back)).text();
    const taken = performance.now() - begin;
    if (!readFileSync(file, 'utf8').includes('[')) throw new Error(`${file} has no profile`);
    await ended;
    return taken;
  } finally {
    child.kill('SIGKILL');
  }
}

/** The address that a person would open. */
async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const piece of child.stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(piece);
    const address = /^ {2}(http\S+)\n/m.exec(said)?.[1];
    if (address !== undefined) {
      child.stderr?.resume();
      return address;
    }
  }
  throw new Error(`nothing waits for a callback: ${said}`);
}
