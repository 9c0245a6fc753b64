import { type Browser, chromium } from 'playwright-core';
import { DEBIAN_PACKAGES } from '../../tools/debian-packages.mjs';

/** Starts a real browser that asks nobody for anything by itself. Whoever calls this closes it. @param more - arguments for it */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: DEBIAN_PACKAGES.chromium,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}
