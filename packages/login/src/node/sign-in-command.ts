import { DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import { dataFolder, shellWord } from '@drawbridge/node';
import { withAdvice } from '../faults/with-advice.ts';

/** The faults of logins that a new sign-in mends, with the command for it. */
export interface SignInCommand {
  /** A sentence with the command. */
  run(name: string): string;
  /** The command that uses the login for another one: `drawbridge exec --profile dev -- COMMAND`. */
  use(name: string): string;
  /** @param why - a clause: what is wrong with what is there */
  needed(name: string, why: string, cause?: unknown): DrawbridgeError;
  /** Has whatever is thrown that a new sign-in mends name the command. */
  named<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/**
 * @param data - the data folder, absolute
 * @param env - of who is to run the command, which need not say what this says already
 */
export function signInCommand(data: string, env: Readonly<NodeJS.ProcessEnv>): SignInCommand {
  const isUsual = data === dataFolder(env['DRAWBRIDGE_DATA'], env);
  const folder = isUsual ? '' : ` --data ${shellWord(data)}`;
  const run = (name: string) => `Run: drawbridge login --profile ${shellWord(name)}${folder}`;
  const needed = (name: string, detail: string, cause?: unknown) =>
    new DrawbridgeError('sign_in_needed', { detail, hint: run(name), cause });

  return {
    run,
    use: (name) => `drawbridge exec --profile ${shellWord(name)}${folder} -- COMMAND`,
    needed,
    async named(name, work) {
      try {
        return await work();
      } catch (thrown) {
        const fault = toDrawbridgeError(thrown);
        const { code, message, hint } = fault;
        if (hint?.endsWith(run(name)) === true) throw fault;
        if (code === 'sign_in_needed') throw needed(name, message, fault);
        if (code !== 'data_unusable') throw fault;
        throw withAdvice(fault, hint === undefined ? run(name) : `Or sign in again. ${run(name)}`);
      }
    },
  };
}
