import type { BrowserContext } from 'playwright-core';
import { launchChromium } from './launch-chromium.ts';
import type { Stage } from './stage.ts';

/** Does something in a browser that nobody used before; fails where a page broke its own policy. */
export type InBrowser = (use: (context: BrowserContext) => Promise<void>) => Promise<void>;

/** Starts a real browser, until the stage is cleared. */
export async function startBrowser(stage: Stage): Promise<InBrowser> {
  const browser = await launchChromium();
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
