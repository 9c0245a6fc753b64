import { isJsonObject, type JsonObject, member } from '@drawbridge/core';
import { createFileFaults, type FileFaults } from '../../trust/file-faults.ts';
import { readConfig } from './read-config.ts';
import { readRole } from './read-role.ts';
import type { VaultTrust } from './vault-trust.ts';

/** For what stands in the place of a role that is missing, which has been told. */
const UNTOLD: FileFaults = {
  add: () => undefined,
  count: 0,
  throwIfAny: () => undefined,
  error: () => undefined,
};

const HINT =
  'It takes what "vault read -format=json auth/jwt/role/NAME" prints, or {"config": …, "role": …} with what "vault read -format=json auth/jwt/config" prints.';

/**
 * Reads what Vault or OpenBao trusts: `{config, role}`, or a role alone, each as `vault read -format=json` prints it (with `data`
 * around the parameters) or as `vault write` takes it. Numbers are as {@link ParameterReader} says.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` with every fault and its place
 */
export function readVaultTrust(value: unknown): VaultTrust {
  const faults = createFileFaults('the trust of Vault');
  const trust = read(value, faults);
  const error = faults.error(HINT);
  if (error !== undefined) throw error;
  return trust;
}

function read(file: unknown, faults: FileFaults): VaultTrust {
  if (!isJsonObject(file)) {
    faults.add('the file', 'is no object');
    return { role: readRole({}, 'role', UNTOLD) };
  }
  const given = { config: member(file, 'config'), role: member(file, 'role') };
  // A role of its own has no parameter of either name.
  if (given.config === undefined && given.role === undefined) {
    return { role: readRole(parametersOf(file), 'role', faults) };
  }
  const config = readMember('config', readConfig, given.config !== undefined);
  const role = readMember('role', readRole, true) ?? readRole({}, 'role', UNTOLD);
  return { ...(config !== undefined && { config }), role };

  function readMember<Read>(
    name: 'config' | 'role',
    readParameters: (parameters: JsonObject, path: string, faults: FileFaults) => Read,
    isWanted: boolean,
  ): Read | undefined {
    const parameters = given[name];
    if (isJsonObject(parameters)) return readParameters(parametersOf(parameters), name, faults);
    if (isWanted) faults.add(name, 'is no object');
    return undefined;
  }
}

/** The command line prints parameters within `data`, beside a request's id and a lease. */
function parametersOf(object: JsonObject): JsonObject {
  const data = member(object, 'data');
  return isJsonObject(data) ? data : object;
}
