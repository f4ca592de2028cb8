import type { AppStatus } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';

/** The file that defines a source which is not defined in the app. */
function definingFile(configFile: AppStatus['configFile'] | undefined, id: string): string {
  return configFile?.files.find(({ sources }) => sources.includes(id))?.path ?? configFile?.path ?? 'freshet.config.json';
}

export function useDefiningFile(id: string): string {
  return useFreshet((state) => definingFile(state.app?.configFile, id));
}
