import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certify, type Certificate } from '../../tools/certify.ts';
import { start } from './command.ts';
import { freePort } from './free-port.ts';
import type { Stage } from './stage.ts';

/** Debian's pebble: an ACME authority that asks for proof at a port of this machine. */
export interface AcmeAuthority {
  readonly directory: string;
  /** The authority of its own address, in PEM. */
  readonly server: Certificate;
  /** The authority of the certificates that it issues, in PEM; it is another each time. */
  root(): Promise<string>;
}

/** Starts an ACME authority on 127.0.0.1. */
export async function startAcme(stage: Stage, httpPort: number): Promise<AcmeAuthority> {
  const folder = await stage.folder();
  const [port, management] = [await freePort(), await freePort()];
  const server = await certify(folder, 'pebble', 'IP:127.0.0.1,DNS:localhost');
  const config = join(folder, 'pebble.json');
  await writeFile(
    config,
    JSON.stringify({
      pebble: {
        listenAddress: `127.0.0.1:${port}`,
        managementListenAddress: `127.0.0.1:${management}`,
        certificate: server.certFile,
        privateKey: server.keyFile,
        httpPort,
        tlsPort: httpPort,
        ocspResponderURL: '',
        externalAccountBindingRequired: false,
      },
    }),
  );
  const pebble = start('/usr/bin/pebble', ['-config', config], {
    // It sleeps before it looks, and forgets a nonce now and then, to try its clients.
    env: { PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0' },
  });
  stage.later(() => pebble.stop());
  await pebble.waitFor('stdout', /ACME directory available at/);
  return {
    directory: `https://127.0.0.1:${port}/dir`,
    server,
    async root() {
      const url = `https://127.0.0.1:${management}/roots/0`;
      const { stdout } = await stage.shell(`curl -s --cacert '${server.certFile}' '${url}'`);
      return stdout;
    },
  };
}
