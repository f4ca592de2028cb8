import { Fragment, useMemo } from 'react';
import { cellAt, columnAt } from '../data/cells.ts';
import { cellWords } from '../data/cell-words.ts';
import { blocksOf, withValues } from '../data/markdown.ts';
import type { Block, Inline } from '../data/markdown.ts';
import type { ShowProps } from './show-props.ts';
import classes from './shows.module.css';

function Words({ content }: { content: readonly Inline[] }) {
  return content.map((piece, index) => {
    switch (piece.kind) {
      case 'text':
        return <Fragment key={index}>{piece.text}</Fragment>;
      case 'strong':
        return <strong key={index}>{piece.text}</strong>;
      case 'emphasis':
        return <em key={index}>{piece.text}</em>;
      case 'code':
        return <code key={index}>{piece.text}</code>;
      case 'link':
        return (
          <a key={index} href={piece.href} target="_blank" rel="noreferrer">
            {piece.text}
          </a>
        );
    }
  });
}

const headings = { 1: 'h3', 2: 'h4', 3: 'h5' } as const;

function Piece({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading': {
      // Below the title of the panel, which is a heading of the second level.
      const Heading = headings[block.level];
      return <Heading children={<Words content={block.content} />} />;
    }
    case 'paragraph':
      return <p children={<Words content={block.content} />} />;
    case 'quote':
      return <blockquote children={<Words content={block.content} />} />;
    case 'code':
      return <pre children={<code>{block.text}</code>} />;
    case 'rule':
      return <hr />;
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map((item, index) => (
            <li key={index}>
              <Words content={item} />
            </li>
          ))}
        </List>
      );
    }
  }
}

/** Written words, with values of the first row in them. */
export function TextShow({ show, data }: ShowProps<'text'>) {
  const blocks = useMemo(() => {
    const valueOf = (name: string) => {
      const at = columnAt(data.columns, name);
      return at < 0 ? null : cellWords(cellAt(data.rows[0], at), data.columns[at]?.type ?? 'text');
    };
    return blocksOf(withValues(show.markdown, valueOf));
  }, [show.markdown, data]);
  return (
    <div className={classes['text']} data-testid="show-text" tabIndex={0} role="region" aria-label="Text">
      {blocks.map((block, index) => (
        <Piece key={index} block={block} />
      ))}
    </div>
  );
}
