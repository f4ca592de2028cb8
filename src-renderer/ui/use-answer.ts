import { useEffect, useState } from 'react';

const ASK_AFTER_MS = 200;

/**
 * The engine's answer to a question that changes as somebody types; `null` until it is known. `ask` gets the question and
 * gives `null` for one that is not complete; it must be stable. The answer before stays while the next one is asked for,
 * so that the line does not blink.
 */
export function useAnswer<T>(question: string, ask: (question: string) => Promise<T> | null): T | null {
  const [known, setKnown] = useState<T | null>(null);
  useEffect(() => {
    let over = false;
    const settle = (answer: T | null) => {
      if (!over) setKnown(answer);
    };
    const timer = setTimeout(() => {
      ask(question)?.then(settle, () => settle(null));
    }, ASK_AFTER_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [question, ask]);
  return known;
}
