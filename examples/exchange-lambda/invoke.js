// @ts-check
// Stands in for Lambda on your machine: an event a line on stdin, its answer a line on stdout.
import { createInterface } from 'node:readline';
import { handler } from './handler.js';

/**
 * @typedef {import('aws-lambda').ALBEvent} ALBEvent
 * @typedef {import('aws-lambda').APIGatewayProxyEvent} APIGatewayProxyEvent
 * @typedef {import('aws-lambda').APIGatewayProxyEventV2} APIGatewayProxyEventV2
 */

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const event = /** @type {ALBEvent | APIGatewayProxyEvent | APIGatewayProxyEventV2} */ (
    JSON.parse(line)
  );
  console.log(JSON.stringify(await handler(event)));
}
