// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

/** Seconds that a program may take until it answers. */
const PATIENCE = 30;

/**
 * Programs that run together, until one of them ends or all are ended. What they print comes with their names.
 *
 * @param {string} folder - that they run in
 * @param {string} path - where programs are looked for (`PATH`); of this process's other variables they get none
 */
export function createPrograms(folder, path) {
  /** @type {(() => Promise<unknown>)[]} */
  const enders = [];
  let isEnding = false;
  /** @type {(fault: Error) => void} */
  let report = () => {};
  /** @type {Promise<never>} */
  const broken = new Promise((_, reject) => {
    report = reject;
  });
  broken.catch(() => {}); // whoever waits for it is told, and before that nobody has to

  /**
   * Starts a program, and waits until its port answers.
   *
   * @param {string} name
   * @param {number} port
   * @param {readonly string[]} line
   * @param {Readonly<Record<string, string>>} [env]
   * @throws {Error} when it ends before that
   */
  async function start(name, port, [program = '', ...args], env = {}) {
    if (isEnding) throw new Error(`${name} is not started any more`);
    const child = spawn(program, args, {
      cwd: folder,
      env: { PATH: path, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit').then(
      ([code]) => `ended with ${code}`,
      (/** @type {Error} */ fault) => `did not start: ${fault.message}`,
    );
    void exited.then((how) => {
      if (!isEnding) report(new Error(`${name} ${how}. What it said is above.`));
    });
    enders.push(() => {
      child.kill();
      return exited;
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        process.stderr.write(text.replaceAll(/^(?=.)/gm, `${name}: `));
      });
    }
    await Promise.race([answers(name, port, () => isEnding), broken]);
  }

  return {
    start,
    /** Rejects when a program ends by itself. */
    broken,
    async end() {
      isEnding = true;
      for (const end of enders.reverse()) await end();
    },
  };
}

/**
 * @param {string} name
 * @param {number} port
 * @param {() => boolean} isOver
 */
async function answers(name, port, isOver) {
  for (let tries = 0; tries < PATIENCE * 20 && !isOver(); tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} does not answer on port ${port}. What it said is above.`);
}
