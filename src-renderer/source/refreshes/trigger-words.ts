import type { Trigger } from '../../../src-preload/contract/index.ts';

const words: Record<Trigger, string> = {
  schedule: 'By the rule',
  open: 'When you looked',
  manual: 'You asked',
  force: 'You forced it',
  resume: 'After waking up',
  startup: 'At the start',
};

export function triggerWords(trigger: Trigger): string {
  return words[trigger];
}
