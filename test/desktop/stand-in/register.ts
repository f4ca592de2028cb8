import { registerHooks } from 'node:module';

const standIn = new URL('./electron.ts', import.meta.url).href;

// Loaded before the app by `node --import`: from then on `electron` is the stand-in.
registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context)),
});
