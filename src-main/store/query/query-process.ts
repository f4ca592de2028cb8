import { type Channel, channelOf } from './query-channel.ts';
import type { QueryQuestion, ToQueryProcess } from './query-messages.ts';
import { QueryRunner } from './query-runner.ts';
import { SqlMistake } from './sql-mistake.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

// A process of its own, because SQLite cannot be stopped while it runs a query: a process can be killed, a thread cannot.

function answer(runner: QueryRunner, question: QueryQuestion) {
  return question.kind === 'run' ? runner.run(question) : runner.schema();
}

function serve(channel: Channel): void {
  let runner: QueryRunner | null = null;
  let watchdog: Watchdog | null = null;
  channel.onMessage((message: ToQueryProcess) => {
    if (message.type === 'open') {
      try {
        runner = new QueryRunner(message.file);
        watchdog = startWatchdog(message.limitMs, message.mostMemory);
        channel.post({ type: 'ready' });
      } catch (error) {
        channel.post({ type: 'unable', message: error instanceof Error ? error.message : String(error) });
      }
      return;
    }
    if (runner === null) return;
    const { id, question } = message;
    watchdog?.begin();
    try {
      channel.post({ type: 'answer', id, answer: answer(runner, question) });
    } catch (error) {
      const advice = error instanceof SqlMistake ? error.advice : 'Try again; if it stays so, restart Freshet.';
      const place = error instanceof SqlMistake && error.place !== null ? { place: error.place } : {};
      channel.post({ type: 'failure', id, failure: { message: error instanceof Error ? error.message : String(error), advice, ...place } });
    } finally {
      watchdog?.end();
    }
  });
}

const channel = channelOf(process);
if (channel !== null) serve(channel);
