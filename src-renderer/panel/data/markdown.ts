/** A piece of a line. Links lead to http, https and mailto only. */
export type Inline = { kind: 'text' | 'strong' | 'emphasis' | 'code'; text: string } | { kind: 'link'; text: string; href: string };

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; content: Inline[] }
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'quote'; content: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

const inline = /\*\*(?<strong>[^*]+)\*\*|\*(?<emphasis>[^*\s][^*]*)\*|`(?<code>[^`]+)`|\[(?<words>[^\]]+)\]\((?<href>[^)\s]+)\)/g;

function safeAddress(href: string): boolean {
  try {
    return ['http:', 'https:', 'mailto:'].includes(new URL(href).protocol);
  } catch {
    return false;
  }
}

function inlinesOf(text: string): Inline[] {
  const pieces: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(inline)) {
    if (match.index > at) pieces.push({ kind: 'text', text: text.slice(at, match.index) });
    const { strong, emphasis, code, words, href } = match.groups ?? {};
    if (strong !== undefined) pieces.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined) pieces.push({ kind: 'emphasis', text: emphasis });
    else if (code !== undefined) pieces.push({ kind: 'code', text: code });
    else if (words !== undefined && href !== undefined)
      pieces.push(safeAddress(href) ? { kind: 'link', text: words, href } : { kind: 'text', text: words });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) });
  return pieces;
}

const heading = /^(#{1,3})\s+(.+)$/;
const bullet = /^\s*[-*]\s+(.+)$/;
const numbered = /^\s*\d+[.)]\s+(.+)$/;
const quote = /^>\s?(.*)$/;
const rule = /^\s*(-{3,}|\*{3,})\s*$/;

/** Lines from `from` on that match, and what of them matched. */
function run(lines: readonly string[], from: number, pattern: RegExp): string[] {
  const found: string[] = [];
  for (let index = from; index < lines.length; index += 1) {
    const match = pattern.exec(lines[index] ?? '');
    if (match === null) break;
    found.push(match[1] ?? '');
  }
  return found;
}

/** A small part of Markdown: headings, paragraphs, lists, quotes, code, rules, strong, emphasis and links. There is no HTML in it. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', content: inlinesOf(paragraph.join(' ')) });
    paragraph = [];
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line.startsWith('```')) {
      endParagraph();
      const end = lines.findIndex((other, at) => at > index && other.startsWith('```'));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(index + 1, last).join('\n') });
      index = last;
      continue;
    }
    const title = heading.exec(line);
    const found = rule.test(line)
      ? ({ kind: 'rule', items: [''] } as const)
      : bullet.test(line)
        ? { kind: 'bullets' as const, items: run(lines, index, bullet) }
        : numbered.test(line)
          ? { kind: 'numbers' as const, items: run(lines, index, numbered) }
          : quote.test(line)
            ? { kind: 'quote' as const, items: run(lines, index, quote) }
            : null;
    if (title === null && found === null) {
      if (line.trim() === '') endParagraph();
      else paragraph.push(line.trim());
      continue;
    }
    endParagraph();
    if (title !== null) {
      blocks.push({ kind: 'heading', level: (title[1] ?? '#').length as 1 | 2 | 3, content: inlinesOf(title[2] ?? '') });
    } else if (found !== null) {
      index += found.items.length - 1;
      if (found.kind === 'rule') blocks.push({ kind: 'rule' });
      else if (found.kind === 'quote') blocks.push({ kind: 'quote', content: inlinesOf(found.items.join(' ')) });
      else blocks.push({ kind: 'list', ordered: found.kind === 'numbers', items: found.items.map(inlinesOf) });
    }
  }
  endParagraph();
  return blocks;
}

/** Puts values in the places of {{column}}; a column that does not exist stays as it is written. */
export function withValues(markdown: string, valueOf: (column: string) => string | null): string {
  return markdown.replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, column: string) => valueOf(column) ?? whole);
}
