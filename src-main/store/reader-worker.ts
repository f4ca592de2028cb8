import { parentPort, workerData } from 'node:worker_threads';
import { RecordReader } from './reader.ts';
import type { ReaderAnswer, ReaderQuestion } from './reader-client.ts';

// Runs in a thread of its own, so that sorting a million records does not hold up a refresh.
const reader = new RecordReader((workerData as { file: string }).file);

function answerTo(question: ReaderQuestion): unknown {
  if (question.kind === 'window') return reader.window(question.query);
  return question.kind === 'list' ? reader.list(question.query) : reader.retention(question.query);
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
