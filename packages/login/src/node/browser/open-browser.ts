import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { DrawbridgeError, isSafeScheme, parseUrl, printable } from '@drawbridge/core';
import { browserCommands } from './browser-variable.ts';

/** What came of opening a browser. */
export type BrowserOpening =
  | { readonly started: true }
  /** A clause: `BROWSER names firefox, which is not there`. */
  | { readonly started: false; readonly why: string };

/** What a browser is opened with. */
export interface OpenBrowserOptions {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Default: that of this process. */
  readonly platform?: NodeJS.Platform;
  /** Starts the launcher of the desktop. Default: that of the package `open` */
  readonly launch?: (url: string) => Promise<ChildProcess>;
}

/** Milliseconds in which a launcher says that there is no browser. One that runs on is one, or has one. */
const TO_FAIL = 800;

/**
 * Opens a person's browser: that of the environment variable `BROWSER`, and no other, where it is set; else that of the
 * desktop. Nothing that a browser prints gets to our outputs, and it is not waited for.
 *
 * @throws {DrawbridgeError} `sign_in_unavailable` for an address that is neither https nor http of this machine: a
 *   provider that names a file or a program's own scheme would have it run
 */
export async function openBrowser(
  address: string,
  { env, platform = process.platform, launch = launchDesktop }: OpenBrowserOptions,
): Promise<BrowserOpening> {
  const url = parseUrl(address);
  if (url === undefined || !isSafeScheme(url)) {
    throw new DrawbridgeError('sign_in_unavailable', {
      detail: `the address to sign in at is no https URL but begins with ${url?.protocol ?? 'no scheme'}, so no browser is opened with it`,
      hint: 'See which authorization_endpoint the provider names, and whether it is the provider that you mean.',
    });
  }
  const { BROWSER } = env;
  if (BROWSER === undefined || BROWSER === '')
    return await attempt("the desktop's launcher", () => launch(url.href));
  const failed: string[] = [];
  for (const [program = '', ...args] of browserCommands(BROWSER, url.href, platform)) {
    const opening = await attempt(printable(program), () =>
      started(
        spawn(program, args, {
          env: { ...env },
          stdio: 'ignore',
          shell: false,
          // A Ctrl-C for us is none for the browser.
          detached: platform !== 'win32',
          windowsHide: true,
        }),
      ),
    );
    if (opening.started) return opening;
    failed.push(opening.why);
  }
  return { started: false, why: `of BROWSER, ${failed.join('; ') || 'which names no program'}` };
}

async function launchDesktop(url: string): Promise<ChildProcess> {
  const { default: open } = await import('open');
  return await open(url);
}

async function started(child: ChildProcess): Promise<ChildProcess> {
  await once(child, 'spawn');
  child.unref();
  return child;
}

async function attempt(name: string, start: () => Promise<ChildProcess>): Promise<BrowserOpening> {
  try {
    const code = await codeIfEnded(await start());
    if (code === 0 || code === undefined) return { started: true };
    return { started: false, why: `${name} ended with ${code ?? 'a signal'}` };
  } catch (thrown) {
    const { code = 'no reason given' } = thrown as NodeJS.ErrnoException;
    return {
      started: false,
      why: `${name} ${REASONS[code] ?? `could not be started (${code})`}`,
    };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EACCES: 'is not executable',
};

/** `undefined` for what runs on. */
async function codeIfEnded(child: ChildProcess): Promise<number | null | undefined> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  return await new Promise((resolve) => {
    const timer = setTimeout(resolve, TO_FAIL, undefined);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}
