import { absoluteTime, ageWords } from './format.ts';
import { useNowFor } from './use-now.ts';

const DAY_MS = 86_400_000;

interface AgoProps {
  iso: string | null;
  fallback?: string;
  /** Without 'ago', for a column that says by its head that it holds ages. */
  bare?: boolean;
}

/** How long ago a moment was, ticking, with the moment itself in the tooltip. */
export function Ago({ iso, fallback = 'never', bare = false }: AgoProps) {
  const now = useNowFor(iso);
  if (iso === null) return <span>{fallback}</span>;
  const age = now - Date.parse(iso);
  const words = ageWords(age);
  return (
    <time dateTime={iso} title={absoluteTime(iso)}>
      {bare || age >= DAY_MS ? words : `${words} ago`}
    </time>
  );
}
