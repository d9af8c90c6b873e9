import type { DeviceView } from '../engine/engine-api.ts';

/** `by Chromium on Linux`: what let a device in. */
export function addedBy(device: DeviceView, devices: readonly DeviceView[]): string {
  if (device.addedBy === 'root') return 'with the account’s key';
  const by = devices.find((each) => each.id === device.addedBy);
  return by ? `by ${by.name}` : 'by a device that is gone';
}
