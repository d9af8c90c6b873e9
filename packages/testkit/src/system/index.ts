export {
  startSystem,
  type ProgramName,
  type System,
  type SystemAddress,
  type SystemOptions,
} from './start-system.ts';
export { Program, type ProgramPlan } from './program.ts';
export { freePorts } from './free-ports.ts';
