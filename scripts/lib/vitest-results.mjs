import { writeFileSync } from 'node:fs';

/** Vitest's own JSON reporter leaves out why a test was skipped, and tests that never ended. */
export default class ResultsReporter {
  onTestRunEnd(modules) {
    const results = { passed: 0, failed: 0, skipped: [] };
    for (const module of modules) addModule(results, module);
    writeFileSync(process.env.FRESHET_TEST_RESULTS, JSON.stringify(results));
  }
}

function addModule(results, module) {
  const tests = [...module.children.allTests()];
  const states = tests.map((test) => test.result().state);
  // A file or a suite that broke outside its tests leaves them skipped or missing; that is a failure, not a skip.
  const broken = [module, ...module.children.allSuites()].filter((part) => part.errors().length > 0).length;
  const unfinished = module.state() === 'pending' || module.state() === 'queued' || states.includes('pending') ? 1 : 0;
  results.passed += states.filter((state) => state === 'passed').length;
  results.failed += states.filter((state) => state === 'failed').length + broken + unfinished;
  for (const test of tests) {
    const { state, note } = test.result();
    if (state !== 'skipped') continue;
    const mode = test.options.mode === 'todo' ? 'still to be written' : undefined;
    results.skipped.push({ name: `${module.relativeModuleId} > ${test.fullName}`, reason: note ?? mode ?? 'no reason given' });
  }
}
