import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

/**
 * Three entries: the inbox, and, without the router, sign-in and the page on which anybody checks a certificate. The strict policy of the server (scripts from files only,
 * Trusted Types) rules the options: nothing is inlined, and no polyfill writes script addresses.
 */
export default defineConfig({
  root: here,
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2024',
    outDir: `${here}/dist`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        inbox: `${here}/index.html`,
        'sign-in': `${here}/sign-in.html`,
        certificate: `${here}/certificate.html`,
      },
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'router', test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history)/ },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
});
