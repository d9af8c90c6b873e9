export { startSystem, type ProgramName, type System, type SystemOptions } from './start-system.ts';
export { freePorts } from './free-ports.ts';
