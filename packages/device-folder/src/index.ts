export { DeviceFolder } from './device-folder.ts';
