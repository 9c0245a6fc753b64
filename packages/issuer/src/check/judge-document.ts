import { type Finding, finding } from './finding.ts';
import type { SeenDocument } from '@drawbridge/clouds/doctor';

/** Milliseconds after which AWS gives up (AWS re:Post, "InvalidIdentityToken"), less what its way may take longer. */
const SLOW = 2_500;

/** Seconds: longer than this, and a cache has old keys when a new one begins to sign. */
const LONG = 3_600;

/**
 * Judges how a document is served, whatever is in it.
 *
 * @param name - `The discovery document`
 */
export function judgeDocument(name: string, document: SeenDocument): readonly Finding[] {
  const { fault, status, headers, isCut, milliseconds, url } = document;
  if (fault !== undefined) return [finding('unreachable', `${name} cannot be read: ${fault}.`)];
  if (status !== undefined && status >= 300 && status < 400) {
    return [
      finding('redirect', `${name} (${url}) is redirected to ${headers['location'] ?? 'nowhere'}.`),
    ];
  }
  if (status !== 200)
    return [finding('status', `${name} (${url}) answers with HTTP status ${status}.`)];
  if (isCut) return [finding('too-large', `${name} is longer than ${document.body.length} bytes.`)];
  const findings: Finding[] = [];
  if (milliseconds > SLOW) {
    findings.push(finding('slow', `${name} took ${(milliseconds / 1000).toFixed(1)} seconds.`));
  }
  const type = headers['content-type'];
  if (type === undefined || !/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    findings.push(
      finding('content-type', `${name} is served as ${type ?? 'nothing that is told'}.`),
    );
  }
  return [...findings, ...judgeCaching(name, headers['cache-control'])];
}

function judgeCaching(name: string, control: string | undefined): readonly Finding[] {
  if (control === undefined) return [finding('cache-missing', `${name} has no Cache-Control.`)];
  const age = Number(/(?:^|[\s,])max-age="?(\d{1,10})/i.exec(control)?.[1] ?? 0);
  if (age <= LONG || /no-(?:store|cache)/i.test(control)) return [];
  return [finding('cache-long', `Caches may keep ${name.replace(/^T/, 't')} for ${age} seconds.`)];
}
