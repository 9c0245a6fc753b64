// @ts-check
import { toLambda } from '@drawbridge/core';
import { exchangeFromEnvironment } from '../shared/exchange-from-environment.js';
import { orEnd } from '../shared/or-end.js';

// Once for each instance of the function, before its first event.
const { exchange, log } = await orEnd(exchangeFromEnvironment(process.env));

/** For the events of a REST API, of an HTTP API, of a load balancer and of a function URL. */
export const handler = toLambda(exchange, { log });
