import { defineConfig } from 'vite';

const here = import.meta.dirname;

/** The service worker: one file under a name that stays, beside what `vite.config.ts` has built. */
export default defineConfig({
  root: here,
  publicDir: false,
  build: {
    target: 'es2024',
    outDir: `${here}/dist`,
    emptyOutDir: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: `${here}/src/release/service-worker.ts`,
      output: { format: 'iife', entryFileNames: 'service-worker.js' },
    },
  },
});
