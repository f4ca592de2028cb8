import { parentPort, workerData } from 'node:worker_threads';
import { QueryTimeout } from './query-limit.ts';
import { RecordReader } from './reader.ts';
import type { ReaderAnswer, ReaderQuestion } from './reader-client.ts';

// Runs in a thread of its own, so that sorting a million records does not hold up a refresh.
const { file, limitMs } = workerData as { file: string; limitMs: number };
const reader = new RecordReader(file, limitMs);

function answer(question: ReaderQuestion): unknown {
  switch (question.kind) {
    case 'window':
      return reader.window(question.query);
    case 'list':
      return reader.list(question.query);
    case 'record':
      return reader.record(question.query);
    case 'changes':
      return reader.changes(question.query);
    case 'reach':
      return reader.reach(question.query);
    case 'search':
      return reader.search(question.query);
    case 'retention':
      return reader.retention(question.query);
  }
}

parentPort?.postMessage('ready');
parentPort?.on('message', (question: ReaderQuestion) => {
  let message: ReaderAnswer;
  try {
    message = { id: question.id, result: answer(question) };
  } catch (error) {
    const timedOut = error instanceof QueryTimeout;
    message = { id: question.id, error: error instanceof Error ? error.message : String(error), timedOut };
  }
  parentPort?.postMessage(message);
});
