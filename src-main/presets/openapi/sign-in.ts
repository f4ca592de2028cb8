import { isHttpUrl } from '../../../src-preload/contract/http-fields.ts';
import type { PresetParameter, SourcePreset } from '../../../src-preload/contract/index.ts';
import { type Json, listOf, membersOf, type OpenApiDocument, textOf } from './document.ts';

/** What signing in takes: parameters to fill in, the `auth` of the source, and words. */
export interface SignInParts {
  parameters: Partial<PresetParameter>[];
  auth: Json;
  about: SourcePreset['auth'];
  notes: string[];
}

const NONE: SignInParts = { parameters: [], auth: { kind: 'none' }, about: { kind: 'none', words: '' }, notes: [] };

function parts(kind: 'key' | 'oauth', words: string, parameters: Partial<PresetParameter>[], auth: Json): SignInParts {
  return { parameters, auth, about: { kind, words }, notes: [] };
}

/** Where an application gets a token of its own, in both versions of OpenAPI. */
function tokenUrlOf(scheme: Json, document: OpenApiDocument): string {
  const flow = document.version === 2 ? scheme : document.resolve(document.resolve(scheme['flows'])['clientCredentials']);
  const isOfApplications = document.version === 3 || scheme['flow'] === 'application';
  const url = textOf(flow['tokenUrl']);
  return isOfApplications && isHttpUrl(url) ? url : '';
}

const secret = (label: string): Partial<PresetParameter> => ({ name: 'secret', label, kind: 'secret' });

function ofScheme(name: string, scopes: unknown, document: OpenApiDocument): SignInParts | null {
  const container =
    document.version === 2 ? document.root['securityDefinitions'] : document.resolve(document.root['components'])['securitySchemes'];
  const scheme = document.resolve(document.resolve(container)[name]);
  const about = textOf(scheme['description']).slice(0, 900);
  const [type, kind] = [textOf(scheme['type']), textOf(scheme['scheme']).toLowerCase()];
  if (type === 'apiKey') {
    const [place, called] = [textOf(scheme['in']), textOf(scheme['name'])];
    if (called === '') return null;
    if (place === 'query') return parts('key', about, [secret('Key')], { kind: 'query', name: called, secret: '{{secret}}' });
    if (place === 'header') return parts('key', about, [secret('Key')], { kind: 'header', name: called, secret: '{{secret}}' });
    return parts('key', `${about} Entered as ${called}=…`.trim(), [secret('Cookie')], {
      kind: 'header',
      name: 'Cookie',
      secret: '{{secret}}',
    });
  }
  if (type === 'basic' || (type === 'http' && kind === 'basic')) {
    const auth = { kind: 'basic', username: '{{username}}', secret: '{{secret}}' };
    return parts('key', about, [{ name: 'username', label: 'User name' }, secret('Password')], auth);
  }
  const tokenUrl = type === 'oauth2' ? tokenUrlOf(scheme, document) : '';
  if (tokenUrl !== '') {
    const scope = listOf(scopes).map(textOf).join(' ');
    return parts('oauth', about, [{ name: 'clientId', label: 'Client id' }, { ...secret('Client secret') }], {
      kind: 'oauth2',
      grant: 'client-credentials',
      tokenUrl,
      clientId: '{{clientId}}',
      clientSecret: '{{secret}}',
      ...(scope === '' ? {} : { scope }),
    });
  }
  if (type === 'oauth2' || type === 'openIdConnect') {
    const made = parts('key', about, [secret('Access token')], { kind: 'bearer', secret: '{{secret}}' });
    return { ...made, notes: ['It is signed in to by OAuth; enter an access token, or set up OAuth in the form.'] };
  }
  if (type === 'http') return parts('key', about, [secret('Token')], { kind: 'bearer', secret: '{{secret}}' });
  return null;
}

/** How an operation is signed in to: the first of its ways that can be done here. */
export function signInOf(operation: Json, document: OpenApiDocument): SignInParts {
  const ways = listOf(operation['security'] ?? document.root['security']);
  if (ways.length === 0) return NONE;
  const isOptional = ways.some((way) => membersOf(way).length === 0);
  for (const way of ways) {
    const [first, ...more] = membersOf(way);
    if (first === undefined) continue;
    const made = ofScheme(first[0], first[1], document);
    if (made === null) continue;
    const notes =
      more.length > 0
        ? [...made.notes, `${more.map(([name]) => name).join(' and ')} is asked for too and has to be added by hand.`]
        : made.notes;
    if (!isOptional || made.about.kind === 'oauth') return { ...made, notes };
    const parameters = made.parameters.map((parameter) => ({ ...parameter, required: false }));
    return { ...made, notes, parameters, about: { ...made.about, kind: 'optional-key' } };
  }
  return isOptional ? NONE : { ...NONE, notes: ['How it is signed in to is not known here; set it up in the form.'] };
}
