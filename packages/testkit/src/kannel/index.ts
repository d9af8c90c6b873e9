export { hasKannel, startKannel, type Kannel, type KannelOptions, type KannelStore } from './start-kannel.ts';
