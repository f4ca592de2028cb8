// Node loads this before the app (NODE_OPTIONS). Measures how late the main thread's event loop is between two SIGUSR2, and
// writes that with the most memory the process ever had to LOOP_REPORT when it ends.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 1;

if (isMainThread) {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let running = false;
  process.on('SIGUSR2', () => {
    running = !running;
    if (running) histogram.enable();
    else histogram.disable();
  });
  process.on('exit', () => {
    // What the histogram holds are the lengths of turns, of which each is meant to take the resolution.
    const delayP99Ms = Math.max(0, histogram.percentile(99) / 1e6 - RESOLUTION_MS);
    writeFileSync(process.env.LOOP_REPORT, JSON.stringify({ delayP99Ms, peakMebibytes: process.resourceUsage().maxRSS / 1024 }));
  });
}
