import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { notify } from '../../ui/notify.tsx';
import { configText } from './config-json.ts';

function wordsOn(variables: readonly string[]): string {
  if (variables.length === 0) return 'It holds no secret.';
  const names = variables.join(' and ');
  return variables.length === 1
    ? `It holds no secret: where it is used, put that into the environment variable ${names}, or enter it.`
    : `It holds no secrets: where it is used, put them into the environment variables ${names}, or enter them.`;
}

/** Saves a source as a file that others can import, without its secrets. */
export function exportSource({ config }: Pick<SourceStatus, 'config'>): void {
  const { text, variables } = configText(config);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: 'application/json' }));
  link.download = `${config.id}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
  notify({ title: `Exported ${link.download}`, text: wordsOn(variables) });
}
