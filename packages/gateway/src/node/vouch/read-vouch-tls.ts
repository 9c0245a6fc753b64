import { privateFileFault, type ServerTls, serverTlsFault } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import type { VouchNote } from './layers/given-value.ts';
import type { VouchTlsFiles } from './settings/listen-settings.ts';

const KEY = 'vouch.tls.key';

/** Reads what HTTPS is served with. What cannot be read, or does not fit together, is known to `reader`. */
export async function readVouchTls(
  { certificateFile, keyFile, minVersion }: VouchTlsFiles,
  reader: SettingReader,
  notes: VouchNote[],
): Promise<ServerTls> {
  const certificate = await reader.file(certificateFile, 'vouch.tls.cert');
  const key = await reader.file(keyFile, KEY);
  const fault = certificate === '' || key === '' ? undefined : serverTlsFault({ certificate, key });
  if (fault !== undefined) reader.fault('vouch.tls.cert', fault);
  if ((await privateFileFault(keyFile)) !== undefined) {
    notes.push({
      event: 'a key can be read or changed by other users of this machine',
      fields: { setting: KEY, file: keyFile, hint: 'Give the file mode 600.' },
    });
  }
  return { certificate, key, minVersion };
}
