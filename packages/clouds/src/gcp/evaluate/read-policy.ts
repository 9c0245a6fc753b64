import { isJsonObject, member } from '@drawbridge/core';
import { shown } from '../../trust/shown.ts';
import { type FaultList, join } from './fault-list.ts';
import type { Binding } from './google-trust.ts';

/** An IAM policy, as `gcloud … get-iam-policy --format=json` prints it; one without bindings lets in nobody. */
export function readPolicy(value: unknown, place: string, faults: FaultList): readonly Binding[] {
  const policy = faults.object(value, place);
  if (policy === undefined) return [];
  faults.onlyKnown(policy, place, new Set(['bindings', 'etag', 'version', 'auditConfigs']));
  const bindings = member(policy, 'bindings') ?? [];
  const at = join(place, 'bindings');
  if (!Array.isArray(bindings)) {
    faults.add(at, `is ${shown(bindings)}, and not a list`);
    return [];
  }
  return bindings.map((binding: unknown, index) => readBinding(binding, `${at}[${index}]`, faults));
}

function readBinding(value: unknown, place: string, faults: FaultList): Binding {
  const binding = faults.object(value, place) ?? {};
  faults.onlyKnown(binding, place, new Set(['role', 'members', 'condition']));
  const role = faults.text(binding, place, ['role']);
  if (isJsonObject(value) && role === undefined) faults.add(place, 'has no role');
  return {
    role: role ?? '',
    members: faults.texts(binding, place, ['members']),
    hasCondition: (member(binding, 'condition') ?? undefined) !== undefined,
  };
}
