export { DeviceFolder } from './device-folder.ts';
export { FolderSequence } from './folder-sequence.ts';
