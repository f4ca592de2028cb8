import { chance, dailyRhythm, hexadecimal, pick } from '../random.ts';

const SECOND_MS = 1_000;

/** No second holds more changes. */
const MOST_A_SECOND = 4;

/** Ids begin here, so that they are as long as real ones. */
const FIRST_SECOND = Date.parse('2020-01-01T00:00:00Z') / SECOND_MS;

const WIKIS = [
  { wiki: 'enwiki', host: 'en.wikipedia.org' },
  { wiki: 'dewiki', host: 'de.wikipedia.org' },
  { wiki: 'frwiki', host: 'fr.wikipedia.org' },
  { wiki: 'commonswiki', host: 'commons.wikimedia.org' },
  { wiki: 'wikidatawiki', host: 'www.wikidata.org' },
] as const;
const SUBJECTS = ['River', 'Bridge', 'Castle', 'Station', 'Lake', 'Museum', 'Painter', 'Comet', 'Beetle', 'Village', 'Mill', 'Song'];
const PLACES = ['Alderton', 'Birchwood', 'Cedar Falls', 'Dunmore', 'Elmstead', 'Foxley', 'Glenrock', 'Harrow Bay', 'Inverlea', 'Larkfield'];
const USERS = ['Marlow', 'Quist', 'Barrow', 'Tern', 'Ostler', 'Pinewick', '203.0.113.7', '198.51.100.23'];
const BOTS = ['TidyBot', 'LinkBot', 'CategoryBot'];
const COMMENTS = ['typo', 'added a source', 'reworded', 'updated the numbers', 'removed a dead link', 'new section', 'reverted a test'];

export interface Edit {
  /** Rises with time. */
  rcid: number;
  at: number;
  type: 'edit' | 'new' | 'log' | 'categorize';
  wiki: string;
  host: string;
  namespace: number;
  title: string;
  comment: string;
  user: string;
  bot: boolean;
  minor: boolean;
  oldLength: number;
  newLength: number;
  revision: number;
  /** A UUID. */
  uid: string;
}

function editOf(seed: number, second: number, index: number): Edit {
  const of = (name: string) => chance(seed, second, index, name);
  const rcid = (second - FIRST_SECOND) * MOST_A_SECOND + index;
  const roll = of('type');
  const type = roll < 0.82 ? 'edit' : roll < 0.9 ? 'new' : roll < 0.95 ? 'log' : 'categorize';
  const bot = of('bot') < 0.3;
  const oldLength = type === 'new' ? 0 : 400 + Math.floor(of('length') ** 3 * 60_000);
  const hex = hexadecimal(32, seed, second, index);
  return {
    rcid,
    at: second * SECOND_MS + Math.floor(((index + of('moment')) / MOST_A_SECOND) * (SECOND_MS - 1)),
    type,
    ...pick(WIKIS, of('wiki')),
    namespace: type === 'categorize' ? 14 : of('namespace') < 0.8 ? 0 : 1,
    title: `${pick(SUBJECTS, of('subject'))} of ${pick(PLACES, of('place'))}`,
    comment: pick(COMMENTS, of('comment')),
    user: bot ? pick(BOTS, of('who')) : pick(USERS, of('who')),
    bot,
    minor: of('minor') < 0.25,
    oldLength,
    newLength: Math.max(0, oldLength + Math.floor((of('change') - 0.4) ** 3 * 8_000) + (type === 'new' ? 1_200 : 0)),
    revision: 1_200_000_000 + rcid,
    uid: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`,
  };
}

/** The changes after `from` and until `to`, oldest first: about one in two seconds, with bursts by bots. */
export function editsBetween(seed: number, from: number, to: number): Edit[] {
  const edits: Edit[] = [];
  for (let second = Math.floor(from / SECOND_MS); second <= to / SECOND_MS; second += 1) {
    const isBurst = chance(seed, Math.floor(second / 20), 'burst') < 0.04;
    const likely = (isBurst ? 0.75 : 0.16) * dailyRhythm(second * SECOND_MS);
    for (let index = 0; index < MOST_A_SECOND; index += 1) {
      if (chance(seed, second, index, 'edit') >= likely) continue;
      const edit = editOf(seed, second, index);
      if (edit.at > from && edit.at <= to) edits.push(edit);
    }
  }
  return edits;
}
