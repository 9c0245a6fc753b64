// @ts-check
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { configError, createLineLog } from '@drawbridge/core';
import { DEFAULT_LISTEN, exchangeSection, prepareExchange } from '@drawbridge/exchange/node';
import { createRuntime, dataFolder, listen, parseListenAddress } from '@drawbridge/node';
import { loadConfig } from '@drawbridge/node/config';
import { orEnd } from '../shared/or-end.js';

const { env } = process;
const log = createLineLog((line) => console.log(line), { format: 'json' });

const served = await orEnd(start());
log.info('exchange ready', { listening: served.listener.url });
await served.exchange.warm();

await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
await served.listener.close();
await served.exchange.close();
await served.runtime.close();
log.info('exchange stopped');

async function start() {
  // The file, and variables that begin with DRAWBRIDGE_ before it.
  const file = fileURLToPath(new URL('drawbridge.yaml', import.meta.url));
  const { value } = await loadConfig({ exchange: exchangeSection }, { file, env });
  const section = value.exchange;
  if (section === undefined)
    throw configError([{ path: file, message: 'has no section exchange' }]);

  const runtime = createRuntime({ data: dataFolder(value.data, env), log, env });
  const { tls, open } = await prepareExchange(section, runtime);
  const exchange = await open();
  const address = parseListenAddress(section.listen ?? DEFAULT_LISTEN);
  const listener = await listen(exchange, address, log, { tls });
  return { exchange, listener, runtime };
}
