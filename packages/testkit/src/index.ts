export { certificateFile, someCertificate, someKey, type SomeKey } from './certificate/some-certificate.ts';
export { newPerson, type Brought, type CodeTeller, type Person } from './person/person.ts';
export { testDatabase, type TestDatabase } from './database/index.ts';
export {
  generateHistory,
  makePhoto,
  makePicture,
  NEWCOMER_COUNTS,
  Seeded,
  startRehearsal,
  type GeneratedCall,
  type GeneratedContact,
  type GeneratedMessage,
  type Handset,
  type History,
  type HistoryCounts,
  type HistoryOptions,
  type IncomingText,
  type PictureRecipe,
  type Rehearsal,
  type RehearsalOptions,
} from './rehearsal/index.ts';
export {
  freePorts,
  startSystem,
  type ProgramName,
  type System,
  type SystemAddress,
  type SystemOptions,
} from './system/index.ts';
