import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          main: 'src-main/main.ts',
          serve: 'src-main/serve.ts',
          'engine-worker': 'src-main/host/engine-worker.ts',
          'reader-worker': 'src-main/store/reader-worker.ts',
          'query-process': 'src-main/store/query/query-process.ts',
          'keeper-worker': 'src-main/store/backups/keeper-worker.ts',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: 'src-preload/preload.ts' },
        // A sandboxed preload script must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react()],
    build: { outDir: 'out/renderer', minify: true, rolldownOptions: { input: 'src-renderer/index.html' } },
  },
});
