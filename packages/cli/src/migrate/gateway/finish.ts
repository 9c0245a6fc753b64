import { dirname, join, resolve } from 'node:path';
import { configError } from '@drawbridge/core';
import { findGatewayFaults, gatewaySection } from '@drawbridge/gateway/node';
import { parseSection, toYaml, type YamlComment } from '@drawbridge/node/config';
import { requireNew, writeOutFile } from '../../out-file.ts';
import type { Terminal } from '../../terminal.ts';
import { keepSecretFiles, type MigrateOptions, reportMigrated } from '../migrated.ts';
import { GATEWAY_COMMENTS } from './comments.ts';
import type { GatewayTranslation } from './translation.ts';

/** The folder that secrets of the file are for, whether they are written or not. Absolute. */
export function secretsFolder(file: string, { secrets, out }: MigrateOptions): string {
  return resolve(secrets ?? join(dirname(out ?? file), 'secrets'));
}

/** How a migration to a gateway ends. */
export interface FinishOptions extends MigrateOptions {
  /** Beside those that every configuration of a gateway has. */
  readonly comments: readonly YamlComment[];
  /** A sentence that says where faults are. */
  readonly place: string;
}

/**
 * Judges the configuration of a gateway, writes it and tells of it.
 *
 * @throws {DrawbridgeError} `config_invalid`, `usage_invalid`; nothing is written then
 */
export async function finishGateway(
  terminal: Terminal,
  translation: GatewayTranslation,
  options: FinishOptions,
): Promise<void> {
  const { config, secrets, notes, faults } = translation;
  if (faults.length > 0) throw configError(faults, options.place);

  // What is written must be what is read: the file is judged before it is there.
  const section = parseSection(gatewaySection, config.gateway, 'gateway');
  const misfits = await findGatewayFaults(section);
  if (misfits.length > 0) throw configError(misfits);
  const yaml = await toYaml(config, [...GATEWAY_COMMENTS, ...options.comments]);
  if (options.out !== undefined) await requireNew(options.out, yaml);
  const told = await keepSecretFiles(secrets, options);
  if (options.out !== undefined) await writeOutFile(options.out, yaml);
  reportMigrated(terminal, { config, notes: [...notes, ...told] }, yaml, options);
}
