// @ts-check
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createLineLog } from '@drawbridge/core';
import { DEFAULT_LISTEN, exchangeSection, prepareExchange } from '@drawbridge/exchange/node';
import { createRuntime, dataFolder, listen, parseListenAddress } from '@drawbridge/node';
import { loadConfig } from '@drawbridge/node/config';

const { env } = process;
const log = createLineLog((line) => console.log(line), { format: 'json' });

// The file, and variables that begin with DRAWBRIDGE_ before it.
const file = fileURLToPath(new URL('drawbridge.yaml', import.meta.url));
const { value } = await loadConfig({ exchange: exchangeSection }, { file, env });
const section = value.exchange;
if (section === undefined) throw new TypeError(`${file} has no section exchange`);

const runtime = createRuntime({ data: dataFolder(value.data, env), log, env });
const { tls, open } = await prepareExchange(section, runtime);
const exchange = await open();
const address = parseListenAddress(section.listen ?? DEFAULT_LISTEN);
const listener = await listen(exchange, address, log, { tls });
log.info('exchange ready', { listening: listener.url });
await exchange.warm();

await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
await listener.close();
await exchange.close();
await runtime.close();
log.info('exchange stopped');
