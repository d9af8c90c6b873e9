import { ApiClient, Membership, type AlarmBell, type DeviceIdentity } from '@smseal/client';
import { DeviceFolder } from '@smseal/device-folder';
import { linkCommandLine } from './link-command-line.ts';

export interface OpenDevice {
  api: ApiClient;
  identity: DeviceIdentity;
  membership: Membership;
}

/** Opens the command line's device, linking it first where it is none yet. */
export async function openDevice(options: {
  server: string;
  folder: string;
  identifier: string | undefined;
}): Promise<OpenDevice> {
  const bell: AlarmBell = ({ sentence }) => process.stderr.write(`Warning: ${sentence}\n`);
  const folder = new DeviceFolder(options.folder);
  let identity = await folder.load();
  const api = new ApiClient({ origin: options.server, token: () => identity?.token ?? null });
  identity ??= await linkCommandLine({ api, folder, identifier: options.identifier, bell });
  const membership = await Membership.open({ api, identity, store: folder, bell });
  await membership.refresh();
  return { api, identity, membership };
}
