// @ts-check
import { toFetch } from '@drawbridge/core';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { exchangeFromEnvironment } from '../shared/exchange-from-environment.js';
import { serveUntilStopped } from '../shared/serve-until-stopped.js';

const { exchange, log } = await exchangeFromEnvironment(process.env);

const handle = toFetch(exchange, {
  log,
  /** @param {{ readonly env: import('@hono/node-server').HttpBindings }} context */
  peerOf: (_request, { env }) => ({ address: env.incoming.socket.remoteAddress }),
