import type { RelyingParty } from '@drawbridge/clouds/doctor';
import { isJsonObject, type JsonObject, member } from '@drawbridge/core';
import { KUBERNETES_HINT, otherKubernetesFile } from './other-kubernetes-file.ts';
import { partyOfTrust } from './party-of-trust.ts';

/** What a file is that was given for trust and is not read, although it says what is trusted. */
export interface OtherTrustFile {
  /** The rest of a sentence that begins with the file. */
  readonly fault: string;
  /** What to give, in sentences. */
  readonly hint: string;
}

/** Characters of a text that are looked at: what such files are is seen at their beginning. */
const LOOKED_AT = 100_000;

/** What each relying party prints of itself. */
const PRINTED: Readonly<Record<string, string>> = {
  aws: '"aws iam get-role --role-name NAME"',
  azure: '"az ad app federated-credential list --id APP"',
  gcp: '"gcloud iam workload-identity-pools providers describe PROVIDER --workload-identity-pool=POOL --location=global --format=json"',
  vault: '"vault read -format=json auth/jwt/role/NAME"',
};

/** Tools whose files say what is to be set up, and leave names open until it is. */
const TOOLS: readonly (readonly [text: RegExp, what: string])[] = [
  [
    /^[ \t]*"?AWSTemplateFormatVersion"?[ \t]*:|"?Type"?[ \t]*:[ \t]*["']?AWS::/m,
    'is a template of CloudFormation',
  ],
  [/^[ \t]*(?:resource|data)[ \t]+"\w+"[ \t]+"[^"\n]*"[ \t]*\{/m, 'is Terraform'],
  [/^[ \t]*(?:resource|param)[ \t]+\w+[ \t]+'/m, 'is Bicep'],
  [/^[ \t]*(?:aws iam|az|gcloud|vault|bao|kubectl)[ \t]+\w/m, 'is a script of a shell'],
];

/**
 * Tells a file that says what is to be set up from one that says what is.
 *
 * @param value - what it says; nothing for what is neither JSON nor YAML
 * @param reader - the relying party that it was given for
 * @returns `undefined` for any other
 */
export function otherTrustFile(
  text: string,
  value: unknown,
  reader: RelyingParty['name'],
): OtherTrustFile | undefined {
  const isOfKubernetes = reader === 'kubernetes';
  const own = isOfKubernetes ? otherKubernetesFile(text, value) : undefined;
  if (own !== undefined) return { fault: own, hint: KUBERNETES_HINT };
  const tool = isJsonObject(value) ? toolOf(value) : textTool(text);
  const party = tool === undefined ? partyOfTrust(value, reader) : undefined;
  if (tool === undefined && party === undefined) return undefined;
  const instead = isOfKubernetes
    ? KUBERNETES_HINT
    : `Give what ${PRINTED[reader] ?? 'the relying party'} prints, or what "drawbridge ${reader} trust --format json" does.`;
  const fault = tool === undefined ? `is ${party}` : `${tool}, which is not read`;
  return { fault, hint: instead };
}

/** Of what is JSON or YAML: by its members, whatever is written in them. */
function toolOf(value: JsonObject): string | undefined {
  const at = (name: string) => member(value, name);
  const resources = at('Resources');
  if (at('AWSTemplateFormatVersion') !== undefined || isJsonObject(resources)) {
    return 'is a template of CloudFormation';
  }
  if (at('terraform_version') !== undefined) return 'is a plan or a state of Terraform';
  return isJsonObject(at('resource')) ? 'is Terraform' : undefined;
}

/** Of what is neither. */
function textTool(text: string): string | undefined {
  const start = text.slice(0, LOOKED_AT);
  return TOOLS.find(([form]) => form.test(start))?.[1];
}
