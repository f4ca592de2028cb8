import { parentPort, workerData } from 'node:worker_threads';
import { RecordReader } from './reader.ts';
import type { ReaderAnswer, ReaderQuestion } from './reader-client.ts';

// Runs in a thread of its own, so that sorting a million records does not hold up a refresh.
const reader = new RecordReader((workerData as { file: string }).file);

function answerTo(question: ReaderQuestion): unknown {
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
  }
}

parentPort?.on('message', (question: ReaderQuestion) => {
  let answer: ReaderAnswer;
  try {
    answer = { id: question.id, result: answerTo(question) };
  } catch (error) {
    answer = { id: question.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
