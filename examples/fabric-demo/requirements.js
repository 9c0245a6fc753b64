// @ts-check
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Looks whether all is there that the demonstration takes.
 *
 * @param {readonly string[]} programs
 * @param {string} path - where they are looked for (`PATH`)
 * @param {Readonly<Record<string, number>>} ports - by the variable that names another
 * @returns {Promise<string[]>} what is missing, each a sentence that says what to do
 */
export async function missing(programs, path, ports) {
  const absent = programs.filter(
    (program) => spawnSync(program, ['-v'], { env: { PATH: path } }).error !== undefined,
  );
  const faults = absent.map((program) => `${program} is not on PATH. Install it.`);
  for (const [name, port] of Object.entries(ports)) {
    const code = await whyNot(port);
    if (code === undefined) continue;
    faults.push(`Nothing can listen on port ${port} (${code}). Name another one: ${name}=…`);
  }
  return faults;
}

/** @param {number} port */
async function whyNot(port) {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return undefined;
  } catch (thrown) {
    return /** @type {NodeJS.ErrnoException} */ (thrown).code;
  } finally {
    server.close();
  }
}
