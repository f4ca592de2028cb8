import { countWords } from '../../ui/format.ts';
import type { AuthDraft, Draft } from '../draft.ts';
import previewClasses from '../preview/preview.module.css';

/** How a call signs in, without what is secret about it. */
function authWords({ kind, name, username, from, env }: AuthDraft): string {
  const where = from === 'env' ? `, from the environment variable ${env}` : '';
  switch (kind) {
    case 'none':
      return 'None';
    case 'header':
      return `Header ${name}${where}`;
    case 'query':
      return `Parameter ${name}${where}`;
    case 'bearer':
      return `Bearer token${where}`;
    case 'basic':
      return `User ${username} and password${where}`;
    case 'oauth2':
      return 'OAuth 2';
  }
}

/** What was understood of an import, in a few lines. */
export function DraftFacts({ draft }: { draft: Draft }) {
  const facts: [string, string][] = [
    ['Sign-in', authWords(draft.auth)],
    ...(draft.headers.length > 0 ? [['Headers', draft.headers.map(({ name }) => name).join(', ')] satisfies [string, string]] : []),
    ...(draft.body === '' ? [] : [['Body', countWords(draft.body.length, 'character')] satisfies [string, string]]),
  ];
  return (
    <div className={previewClasses['pane']} data-testid="draft-facts">
      <p className={previewClasses['request']}>
        {draft.method} {draft.url}
      </p>
      <dl className={previewClasses['facts']}>
        {facts.map(([name, value]) => (
          <div key={name} className={previewClasses['fact']}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
