import { simulateMonth } from './month.ts';

const begun = performance.now();
const { broken, staleShare, ...counts } = await simulateMonth(30);
for (const [name, value] of Object.entries(counts)) console.log(`${name.padEnd(16)} ${value.toLocaleString('en')}`);
console.log(`${'stale when seen'.padEnd(16)} ${(staleShare * 100).toFixed(1)} %`);
console.log(`${'limits broken'.padEnd(16)} ${broken.length}`);
console.log(`${'took'.padEnd(16)} ${((performance.now() - begun) / 1000).toFixed(1)} s`);
for (const words of broken.slice(0, 20)) console.log(words);
process.exitCode = broken.length === 0 ? 0 : 1;
