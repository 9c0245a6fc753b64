import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { createFileFaults, type FileFaults } from '../../trust/file-faults.ts';
import { shown } from '../../trust/shown.ts';
import type { FederatedCredential, FederatedTrust } from './federated-credential.ts';
import { LIMITS } from './limits.ts';

const HINT =
  'It takes what "az ad app federated-credential list --id APP" or "az identity federated-credential list --identity-name NAME --resource-group GROUP" prints; and where one has an expression, what "az rest --url https://graph.microsoft.com/beta/applications/OBJECT-ID/federatedIdentityCredentials" does.';

/**
 * Reads the federated identity credentials of one application or identity: what `az ad app federated-credential list` prints (or
 * Microsoft Graph with `value` around it), what `az identity federated-credential list` prints (with `properties` or without), or one of
 * them.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` with every fault and its place; what Entra would not have taken is one
 */
export function readFederatedCredentials(value: unknown): FederatedTrust {
  const faults = createFileFaults('the list of federated credentials');
  const credentials = readList(value, faults);
  requireFew(credentials, faults);
  requireUnique(credentials, faults);
  const error = faults.error(HINT);
  if (error !== undefined) throw error;
  return credentials;
}

function readList(value: unknown, faults: FileFaults): FederatedTrust {
  const inner = isJsonObject(value) ? member(value, 'value') : undefined;
  if (
    isJsonObject(value) &&
    ['nextLink', '@odata.nextLink'].some((name) => !isAbsent(value, name))
  ) {
    // Whoever is let in by the rest would be refused here.
    faults.add('the list', 'goes on at its nextLink: put all of it into one list');
  }
  const all = inner ?? value;
  if (Array.isArray(all)) {
    return (all as readonly unknown[]).map((one, index) => readOne(one, `[${index}]`, faults));
  }
  return [readOne(all, 'the credential', faults)];
}

function readOne(value: unknown, place: string, faults: FileFaults): FederatedCredential {
  if (!isJsonObject(value)) {
    faults.add(place, 'is no object');
    return NONE;
  }
  const name = readName(value, place, faults);
  const inner = member(value, 'properties');
  const properties = isJsonObject(inner) ? inner : value;
  const text = (what: string) => readText(properties, what, place, faults);
  return {
    title: name === undefined ? 'the credential' : `credential ${quote(name)}`,
    issuer: text('issuer') ?? required('issuer'),
    audience: readAudience(properties, place, faults),
    wanted: readWanted(properties, text('subject'), place, faults),
  };

  function required(what: string): string {
    if (isAbsent(properties, what)) faults.add(`${place}.${what}`, 'is not set');
    return '';
  }
}

function readName(value: JsonObject, place: string, faults: FileFaults): string | undefined {
  const name = readText(value, 'name', place, faults);
  const { shortestName: shortest, longestName: longest } = LIMITS;
  if (name !== undefined && (name.length < shortest || name.length > longest)) {
    faults.add(
      `${place}.name`,
      `has ${name.length} characters, and Entra takes ${shortest} to ${longest}`,
    );
  }
  return name;
}

/** Exactly one, although it stands in a list. */
function readAudience(properties: JsonObject, place: string, faults: FileFaults): string {
  const audiences = member(properties, 'audiences');
  const given = Array.isArray(audiences) ? (audiences as readonly unknown[]) : [];
  const [audience, ...others] = given;
  if (typeof audience !== 'string' || audience === '' || others.length > 0) {
    faults.add(`${place}.audiences`, `is ${shown(audiences)}, and a list with one text is wanted`);
    return '';
  }
  requireShort(audience, `${place}.audiences`, faults);
  return audience;
}

function readWanted(
  properties: JsonObject,
  subject: string | undefined,
  place: string,
  faults: FileFaults,
): FederatedCredential['wanted'] {
  const expression = member(properties, 'claimsMatchingExpression') ?? undefined;
  const hasSubject = !isAbsent(properties, 'subject');
  if (hasSubject === (expression !== undefined)) {
    faults.add(
      place,
      `has ${hasSubject ? 'both' : 'neither'} subject ${hasSubject ? 'and' : 'nor'} claimsMatchingExpression, and one of them is wanted`,
    );
  }
  if (expression === undefined) return { kind: 'subject', subject: subject ?? '' };
  const text = isJsonObject(expression) ? member(expression, 'value') : undefined;
  if (!isJsonObject(expression) || typeof text !== 'string') {
    faults.add(
      `${place}.claimsMatchingExpression`,
      `is ${shown(expression)}, and an object with a value and a languageVersion is wanted`,
    );
    return { kind: 'expression', text: '', languageVersion: undefined };
  }
  if (text.length > LIMITS.expression) {
    faults.add(
      `${place}.claimsMatchingExpression.value`,
      `has ${text.length} characters, and up to ${LIMITS.expression} are read here, for Microsoft documents no limit`,
    );
  }
  return { kind: 'expression', text, languageVersion: member(expression, 'languageVersion') };
}

function readText(
  object: JsonObject,
  name: string,
  place: string,
  faults: FileFaults,
): string | undefined {
  const value = member(object, name) ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') {
    if (name !== 'name') requireShort(value, `${place}.${name}`, faults);
    return value;
  }
  faults.add(`${place}.${name}`, `is ${shown(value)}, and text is wanted`);
  return undefined;
}

function requireShort(text: string, place: string, faults: FileFaults): void {
  if (text.length <= LIMITS.text) return;
  faults.add(place, `has ${text.length} characters, and Entra takes ${LIMITS.text}`);
}

function requireFew({ length }: FederatedTrust, faults: FileFaults): void {
  if (length <= LIMITS.credentials) return;
  faults.add(
    'the list',
    `has ${length} credentials, and an application or identity takes ${LIMITS.credentials}: give those of one`,
  );
}

function requireUnique(credentials: FederatedTrust, faults: FileFaults): void {
  const seen = new Set<string>();
  for (const [index, { issuer, wanted }] of credentials.entries()) {
    if (wanted.kind !== 'subject' || wanted.subject === '') continue;
    const both = JSON.stringify([issuer, wanted.subject]);
    if (seen.has(both)) {
      faults.add(
        `[${index}]`,
        'has the issuer and the subject of another, and Entra takes them once',
      );
    }
    seen.add(both);
  }
}

function isAbsent(object: JsonObject, name: string): boolean {
  return (member(object, name) ?? undefined) === undefined;
}

/** Stands for one that is no object, which has been told. */
const NONE: FederatedCredential = {
  title: 'the credential',
  issuer: '',
  audience: '',
  wanted: { kind: 'subject', subject: '' },
};
