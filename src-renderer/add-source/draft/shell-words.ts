const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

function closing(text: string, from: number, quote: string, escapes: boolean): number {
  for (let at = from; at < text.length; at += 1) {
    if (escapes && text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

/** The text of a `$'…'`. Browsers copy a request with everything beyond ASCII written as \xHH or \uHHHH. */
function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|(.))/gis,
    (_whole, x: string | undefined, u: string | undefined, code: string) => {
      const hex = x ?? u;
      return hex === undefined ? (ESCAPES[code] ?? code) : String.fromCharCode(Number.parseInt(hex, 16));
    },
  );
}

/** Cuts a command line into words as a POSIX shell does, without expanding anything. */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  const end = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const next = text[at + 1] ?? '';
    if (/\s/.test(char)) end();
    // A one-line field drops the line break of a continued line and leaves the backslash before blanks.
    else if (char === '\\' && (/\s/.test(next) || next === '')) {
      end();
      at += 1;
    } else if (char === '\\') {
      word = (word ?? '') + next;
      at += 1;
    } else if (char === "'" || (char === '$' && next === "'")) {
      const ansi = char === '$';
      const start = at + (ansi ? 2 : 1);
      const stop = closing(text, start, "'", ansi);
      const inner = text.slice(start, stop);
      word = (word ?? '') + (ansi ? unescaped(inner) : inner);
      at = stop;
    } else if (char === '"') {
      const stop = closing(text, at + 1, '"', true);
      word = (word ?? '') + text.slice(at + 1, stop).replace(/\\(["\\$`\n])/g, (_whole, kept: string) => (kept === '\n' ? '' : kept));
      at = stop;
    } else word = (word ?? '') + char;
  }
  end();
  return words;
}
