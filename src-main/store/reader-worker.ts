import { parentPort, workerData } from 'node:worker_threads';
import { RecordReader } from './reader.ts';
import type { ReaderAnswer, ReaderQuestion } from './reader-client.ts';

// Runs in a thread of its own, so that sorting a million records does not hold up a refresh.
const reader = new RecordReader((workerData as { file: string }).file);

parentPort?.on('message', (question: ReaderQuestion) => {
  let answer: ReaderAnswer;
  try {
    const result = question.kind === 'window' ? reader.window(question.query) : reader.list(question.query);
    answer = { id: question.id, result };
  } catch (error) {
    answer = { id: question.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
