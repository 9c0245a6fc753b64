import { type Certificate, certify } from '../../tools/certify.ts';
import { freePort } from './free-port.ts';
import type { Stage } from './stage.ts';

/** The names of a site with a gateway: no DNS has them. Browsers of tests find both at one port of this machine. */
export interface GatewaySite {
  readonly port: number;
  /** `https://auth.example.test:PORT` and so on. */
  readonly authUrl: string;
  readonly authHost: string;
  readonly appUrl: string;
  readonly appHost: string;
  /** Of both names, by an authority of its own. */
  readonly certificate: Certificate;
  /** PEM. */
  readonly ca: string;
}

/** Makes the names, and a certificate for them. @param more - names that it is to be good for, too */
export async function createGatewaySite(
  stage: Stage,
  more: readonly string[] = [],
): Promise<GatewaySite> {
  const folder = await stage.folder();
  const authority = await certify(folder, 'authority', '');
  const names = ['auth.example.test', 'app.example.test', ...more]
    .map((name) => `DNS:${name}`)
    .join(',');
  const certificate = await certify(folder, 'site', names, authority);
  const port = await freePort();
  const [authHost, appHost] = [`auth.example.test:${port}`, `app.example.test:${port}`];
  return {
    port,
    authHost,
    authUrl: `https://${authHost}`,
    appHost,
    appUrl: `https://${appHost}`,
    certificate,
    ca: authority.cert,
  };
}
