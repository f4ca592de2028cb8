/** Whether a command line is written for cmd.exe, which escapes by carets. */
export function isForCmd(text: string): boolean {
  return /\^["'&%!\\{}[\]]|\^\s*(\r?\n|$)|\^\s+-/.test(text);
}

/** A caret takes the meaning from what follows; before a line break it goes on with the next line. */
const withoutCarets = (text: string) =>
  text
    .replace(/\^(\r?\n){2}/g, '\n')
    .replace(/\^(\r?\n|\s+(?=-))/g, ' ')
    .replace(/\^([\s\S])/g, '$1')
    .replace(/\^$/, '');

/** Cuts a command line into words as cmd.exe and a Windows program do. */
export function cmdWords(text: string): string[] {
  const plain = withoutCarets(text);
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < plain.length; at += 1) {
    const char = plain[at] ?? '';
    const next = plain[at + 1] ?? '';
    if (char === '\\' && (next === '"' || (next === '\\' && /^\\*"/.test(plain.slice(at + 1))))) {
      word = (word ?? '') + next;
      at += 1;
    } else if (char === '"' && isQuoted && next === '"') {
      word = (word ?? '') + char;
      at += 1;
    } else if (char === '"') {
      isQuoted = !isQuoted;
      word = word ?? '';
    } else if (/\s/.test(char) && !isQuoted) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  if (word !== null) words.push(word);
  return words;
}
