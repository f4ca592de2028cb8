import { IconBraces, IconCopy, IconFileImport, IconPrompt, IconSitemap } from '@tabler/icons-react';
import type { AddWay } from '../../shell/route.ts';

interface Way {
  way: AddWay;
  name: string;
  summary: string;
  icon: typeof IconBraces;
  keywords: readonly string[];
}

/** The ways to add a source that no preset is there for. */
export const ways: readonly Way[] = [
  {
    way: 'json',
    name: 'Any JSON API',
    summary: 'Give its address; Freshet calls it once and suggests the rest.',
    icon: IconBraces,
    keywords: ['url', 'http', 'rest', 'graphql', 'form', 'custom'],
  },
  {
    way: 'curl',
    name: 'Paste a curl command',
    summary: 'As documentation and the network tools of browsers give it.',
    icon: IconPrompt,
    keywords: ['terminal', 'shell', 'import', 'devtools', 'cmd'],
  },
  {
    way: 'openapi',
    name: 'OpenAPI document',
    summary: 'Choose an operation of an API and fill in its parameters.',
    icon: IconSitemap,
    keywords: ['swagger', 'yaml', 'import', 'specification'],
  },
  {
    way: 'file',
    name: 'Import a source file',
    summary: 'A source or a preset that was exported or written as JSON.',
    icon: IconFileImport,
    keywords: ['json', 'config', 'export', 'preset'],
  },
  {
    way: 'copy',
    name: 'Duplicate a source',
    summary: 'Begin with the settings of a source that is there.',
    icon: IconCopy,
    keywords: ['copy', 'clone'],
  },
];
