import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import type { FileFaults } from '../../trust/file-faults.ts';
import type { TrustStatement } from './policy-document.ts';
import { readConditions } from './read-conditions.ts';
import { readPrincipals } from './read-principals.ts';
import {
  cutName,
  nameOf,
  readTexts,
  type StatementPlace,
  unknownElement,
} from './document-words.ts';

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Condition'];

/** What is an element of policies, and none of a trust policy: IAM user guide, pages of these elements. */
const PROHIBITED: Readonly<Record<string, string>> = {
  Resource: 'is not for trust policies: the role itself is the resource',
  NotResource: 'is not for trust policies: the role itself is the resource',
  NotPrincipal: 'is not for trust policies: name in Principal whom the role trusts',
};

export function readStatement(value: unknown, place: StatementPlace): TrustStatement {
  const { path, number, faults } = place;
  if (!isJsonObject(value)) {
    faults.add(path, `is ${nameOf(value)}, and a statement is an object`);
    return { ...EMPTY, number };
  }
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(PROHIBITED, name)) faults.add(`${path}.${name}`, PROHIBITED[name] ?? '');
    else if (!ELEMENTS.includes(name))
      faults.add(`${path}.${cutName(name)}`, unknownElement(name, ELEMENTS));
  }
  const sid = readSid(value, `${path}.Sid`, faults);
  return {
    number,
    ...(sid !== undefined && { sid }),
    effect: readEffect(value, `${path}.Effect`, faults),
    principal: readPrincipals(value, path, faults),
    ...readActions(value, path, faults),
    conditions: readConditions(member(value, 'Condition'), { ...place, path: `${path}.Condition` }),
  };
}

const EMPTY: Omit<TrustStatement, 'number'> = {
  effect: 'Deny',
  principal: { isEveryone: false, federated: [], aws: [], others: [] },
  actions: [],
  isNotAction: false,
  conditions: [],
};

function readSid(statement: JsonObject, path: string, faults: FileFaults): string | undefined {
  const sid = member(statement, 'Sid');
  if (sid === undefined) return undefined;
  if (typeof sid !== 'string') faults.add(path, `is ${nameOf(sid)}, and not a text`);
  else if (!/^[A-Za-z0-9]*$/.test(sid)) {
    faults.add(path, `is ${quote(sid)}, and takes letters and digits alone`);
  }
  return typeof sid === 'string' ? sid : undefined;
}

function readEffect(statement: JsonObject, path: string, faults: FileFaults): 'Allow' | 'Deny' {
  const effect = member(statement, 'Effect');
  if (effect === 'Allow' || effect === 'Deny') return effect;
  faults.add(
    path,
    effect === undefined
      ? 'is missing: "Allow" or "Deny"'
      : `is ${nameOf(effect)}, and takes "Allow" and "Deny", in that case`,
  );
  return 'Deny';
}

function readActions(
  statement: JsonObject,
  path: string,
  faults: FileFaults,
): Pick<TrustStatement, 'actions' | 'isNotAction'> {
  const action = member(statement, 'Action');
  const notAction = member(statement, 'NotAction');
  const isNotAction = notAction !== undefined;
  const name = isNotAction ? 'NotAction' : 'Action';
  if (action !== undefined && isNotAction) faults.add(path, 'has both Action and NotAction');
  if (action === undefined && !isNotAction) {
    faults.add(`${path}.Action`, 'is missing: sts:AssumeRoleWithWebIdentity');
    return { actions: [], isNotAction: false };
  }
  const actions = readTexts(isNotAction ? notAction : action, `${path}.${name}`, faults);
  if (actions?.length === 0) faults.add(`${path}.${name}`, 'is empty');
  for (const text of actions ?? []) {
    const fault = actionFault(text);
    if (fault !== undefined) faults.add(`${path}.${name}`, fault);
  }
  return { actions: actions ?? [], isNotAction };
}

/** IAM: "Actions/Conditions must be prefaced by a vendor", and "can contain only one colon". */
function actionFault(text: string): string | undefined {
  if (text === '*') return undefined;
  const colons = text.split(':').length - 1;
  if (colons === 1) return undefined;
  return colons === 0
    ? `is ${quote(text)}, and an action has a service before it: ${quote(`sts:${text}`)}`
    : `is ${quote(text)}, and an action has one colon`;
}
