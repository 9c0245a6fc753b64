import { createHash, X509Certificate } from 'node:crypto';
import type { BrowserContext } from 'playwright-core';
import type { GatewaySite } from './gateway-site.ts';
import { launchChromium } from './launch-chromium.ts';
import type { Stage } from './stage.ts';

/** Does something in a browser that nobody used before; fails where a page broke its own policy. */
export type InBrowser = (use: (context: BrowserContext) => Promise<void>) => Promise<void>;

/**
 * Starts a real browser, until the stage is cleared.
 *
 * @param site - that it is to find on this machine, with the certificate that it is to trust. Names of others it finds nowhere
 */
export async function startBrowser(
  stage: Stage,
  site?: Pick<GatewaySite, 'certificate'>,
): Promise<InBrowser> {
  const browser = await launchChromium(site === undefined ? [] : wordsFor(site));
  stage.later(() => browser.close());
  return async (use) => {
    const context = await browser.newContext();
    const broken: string[] = [];
    context.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) broken.push(message.text());
    });
    try {
      await use(context);
      if (broken.length > 0) throw new Error(broken.join('\n'));
    } finally {
      await context.close();
    }
  };
}

function wordsFor({ certificate }: Pick<GatewaySite, 'certificate'>): readonly string[] {
  const names = new X509Certificate(certificate.cert).subjectAltName ?? '';
  const rules = names
    .split(', ')
    .map((name) => `MAP ${name.replace(/^DNS:/, '')} 127.0.0.1`)
    .concat('MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.*');
  const { publicKey } = new X509Certificate(certificate.cert);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const pin = createHash('sha256').update(spki).digest('base64');
  return [
    `--host-resolver-rules=${rules.join(', ')}`,
    `--ignore-certificate-errors-spki-list=${pin}`,
  ];
}
