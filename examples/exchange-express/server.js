// @ts-check
import { createServer } from 'node:http';
import { toRequestHandler } from '@drawbridge/node';
import express from 'express';
import { exchangeFromEnvironment } from '../shared/exchange-from-environment.js';
import { orEnd } from '../shared/or-end.js';
import { serveUntilStopped } from '../shared/serve-until-stopped.js';

const { exchange, log } = await orEnd(exchangeFromEnvironment(process.env));

const app = express();
app.disable('x-powered-by');

// What the application serves itself comes first, for the exchange answers every other path, with 404 if need be.
app.get('/healthz', (_request, response) => void response.send('ok\n'));

// Ahead of express.json() and its kin: the exchange reads the body itself, up to its own limit. It is given the request
// of node:http, since the one of Express has one value of a Content-Type that was sent twice.
app.use(toRequestHandler(exchange, log));

// `app.listen` would set no time limits: these are the listener's of @drawbridge/node.
const limits = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 };
await serveUntilStopped(createServer(limits, app), log);
await exchange.close();
