import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Fields } from '../site.ts';
import type { RunningVouch, VouchPlan } from './running-vouch.ts';
import { DOMAIN, TOKEN_FIELDS, VALIDATE_PATH, validateFields } from './vouch-site.ts';

/**
 * Makes sure that what is measured judges cookies: it lets in who is signed in and says who that is, and keeps out who has no
 * cookie, a changed one, or one that is not for the host.
 *
 * @throws {Error} when it does not
 */
export async function requireVouch(
  { url, cookies }: RunningVouch,
  { tokens = false }: VouchPlan,
): Promise<void> {
  const ask = (fields: Fields) => answer(new URL(VALIDATE_PATH, url), fields);
  for (const [person, cookie] of [...cookies.entries()].filter((_, at) => at % 97 === 0)) {
    const { statusCode, headers } = await ask(validateFields(cookie));
    const who = headers['x-vouch-user'];
    const told = Object.values(TOKEN_FIELDS).every((name) => headers[name.toLowerCase()]);
    if (statusCode !== 200 || who !== `person-${person}@${DOMAIN}` || told !== tokens) {
      throw new Error(`person ${person} was answered with ${statusCode} for ${String(who)}`);
    }
  }
  const [cookie = ''] = cookies;
  const middle = cookie.length - 40;
  const letter = cookie[middle] === 'A' ? 'B' : 'A';
  const changed = cookie.slice(0, middle) + letter + cookie.slice(middle + 1);
  const bad = [
    validateFields(undefined),
    validateFields(changed),
    { ...validateFields(cookie), host: `not${DOMAIN}` },
  ];
  for (const fields of bad) {
    const { statusCode } = await ask(fields);
    if (statusCode !== 401) throw new Error(`a bad question was answered with ${statusCode}`);
  }
}

/** By node:http: the host of a request of fetch cannot be chosen. */
async function answer(url: URL, headers: Fields): Promise<IncomingMessage> {
  const sent = request(url, { headers: { ...headers, Connection: 'close' } }).end();
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  reply.resume();
  return reply;
}
