import { create } from 'zustand';

/** What a screen reader is told of things that change without a notification. */
export const useAnnounced = create<{ words: string }>()(() => ({ words: '' }));

export function announce(words: string): void {
  useAnnounced.setState({ words });
}
