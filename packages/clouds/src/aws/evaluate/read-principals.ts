import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import type { FileFaults } from '../../trust/file-faults.ts';
import type { FederatedPrincipal, TrustPrincipals } from './policy-document.ts';
import { BUILT_IN_PROVIDERS } from './provider-keys.ts';
import { cutName, nameOf, readTexts, unknownElement } from './document-words.ts';

const KINDS = ['Federated', 'AWS', 'Service', 'CanonicalUser'];
const NOBODY: TrustPrincipals = { isEveryone: false, federated: [], aws: [], others: [] };

/** Reads whom a statement is for (IAM user guide, "IAM JSON policy elements: Principal"). */
export function readPrincipals(
  statement: JsonObject,
  path: string,
  faults: FileFaults,
): TrustPrincipals {
  const principal = member(statement, 'Principal');
  const at = `${path}.Principal`;
  if (principal === '*') return { ...NOBODY, isEveryone: true };
  if (!isJsonObject(principal)) {
    const isTold = principal === undefined && Object.hasOwn(statement, 'NotPrincipal');
    if (!isTold) {
      faults.add(
        at,
        principal === undefined
          ? 'is missing: {"Federated": the ARN of the provider}'
          : `is ${nameOf(principal)}, and takes an object: {"Federated": the ARN of the provider}`,
      );
    }
    return NOBODY;
  }
  if (Object.keys(principal).length === 0) faults.add(at, 'is empty');
  for (const name of Object.keys(principal)) {
    if (!KINDS.includes(name)) faults.add(`${at}.${cutName(name)}`, unknownElement(name, KINDS));
  }
  const of = (kind: string): readonly string[] => {
    const value = member(principal, kind);
    if (value === undefined) return [];
    const texts = readTexts(value, `${at}.${kind}`, faults);
    if (texts?.length === 0 || texts?.includes('') === true)
      faults.add(`${at}.${kind}`, 'is empty');
    return texts ?? [];
  };
  return {
    isEveryone: false,
    federated: of('Federated').map((name) => readProvider(name, `${at}.Federated`, faults)),
    aws: of('AWS'),
    others: [...of('Service'), ...of('CanonicalUser')],
  };
}

/** IAM: "Federated principals must be valid domain names or SAML metadata ARNs". */
function readProvider(name: string, path: string, faults: FileFaults): FederatedPrincipal {
  // What IAM makes of a lone asterisk here is not documented, and of part of a name it is: no wildcards.
  if (name !== '*' && /[*?]/.test(name))
    faults.add(path, `is ${quote(name)}, and takes no wildcards`);
  const [, partition = '', account = '', host] =
    /^arn:([\w-]+):iam::(\d{12}|):oidc-provider\/([\x21-\x7e]+)$/.exec(name) ?? [];
  if (host !== undefined) return { kind: 'oidc', name, partition, account, host };
  if (BUILT_IN_PROVIDERS.has(name)) return { kind: 'builtIn', name, host: name };
  return { kind: 'other', name };
}
