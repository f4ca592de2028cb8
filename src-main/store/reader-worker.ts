import { parentPort, workerData } from 'node:worker_threads';
import { QueryTimeout } from './query-limit.ts';
import { RecordReader } from './reader.ts';
import type { ReaderAnswer, ReaderQuestion } from './reader-client.ts';
import { readOfSource, searchOfSources } from './source-reads.ts';

// Runs in a thread of its own, so that sorting a million records does not hold up a refresh.
const { file, limitMs } = workerData as { file: string; limitMs: number };
const reader = new RecordReader(file, limitMs);

function answer(question: ReaderQuestion): unknown {
  switch (question.kind) {
    case 'window':
      return reader.window(question.query);
    case 'list':
      return reader.list(question.query);
    case 'search':
      return reader.search(question.query);
    case 'retention':
      return reader.retention(question.query);
    case 'of-source':
      return readOfSource(reader, question.sourceId, question.read);
    case 'search-of':
      return searchOfSources(reader, question.query);
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
