/** What the options of a curl command come to. */
export interface CurlCommand {
  urls: string[];
  method: string | null;
  headers: string[];
  data: string[];
  user: string | null;
  get: boolean;
  timeoutSeconds: number | null;
  /** What cannot be taken over, in words. */
  notes: string[];
}

type Take = (command: CurlCommand, value: string) => void;

/** What --data-urlencode makes of its value: what follows the first equals sign is encoded. */
function urlEncoded(value: string): string {
  const at = value.indexOf('=');
  return `${at > 0 ? value.slice(0, at + 1) : ''}${encodeURIComponent(value.slice(at + 1).toWellFormed())}`;
}

const header =
  (name: string): Take =>
  (command, value) =>
    command.headers.push(`${name}: ${value}`);

const note =
  (words: string): Take =>
  (command) =>
    command.notes.push(words);

/** `@` names a file, which a page cannot read. */
const data: Take = (command, value) => {
  if (value.startsWith('@'))
    command.notes.push(`The body is in the file ${value.slice(1)}, which is not read. Paste its text into the body.`);
  else command.data.push(value);
};

const cookie: Take = (command, value) => {
  if (value.includes('=')) command.headers.push(`Cookie: ${value}`);
  else command.notes.push(`Cookies are in the file ${value}, which is not read.`);
};

const form = note('A form with files (-F) cannot be sent. Freshet sends JSON, or a plain form.');
const certificate = note('Certificates of your own cannot be given to one source. Add them to the certificates of this computer.');
const proxy = note('A proxy cannot be set for one source. Freshet uses the one of the system.');

/** Options with a value. */
const VALUED: Record<string, Take> = {
  '-X': (command, value) => (command.method = value.toUpperCase()),
  '-H': (command, value) => {
    if (value.startsWith('@')) command.notes.push(`Headers are in the file ${value.slice(1)}, which is not read.`);
    else command.headers.push(value);
  },
  '-u': (command, value) => (command.user = value),
  '-A': header('User-Agent'),
  '-e': header('Referer'),
  '-b': cookie,
  '-d': data,
  '-m': (command, value) => {
    const seconds = Math.ceil(Number(value));
    if (seconds >= 1 && seconds <= 600) command.timeoutSeconds = seconds;
  },
  '-F': form,
  '-T': note('A file cannot be uploaded.'),
  '-E': certificate,
  '-x': proxy,
  '--oauth2-bearer': (command, value) => command.headers.push(`Authorization: Bearer ${value}`),
  '--url': (command, value) => command.urls.push(value),
  '--json': (command, value) => {
    data(command, value);
    command.headers.push('Content-Type: application/json');
  },
  '--data-urlencode': (command, value) => {
    if (/^[^=]*@/.test(value)) data(command, value.slice(value.indexOf('@')));
    else command.data.push(urlEncoded(value));
  },
  '--data-raw': (command, value) => command.data.push(value),
  '--key': certificate,
  '--form-string': form,
  '--proxy-user': proxy,
  '--socks5': proxy,
  '--aws-sigv4': note('Requests that are signed for AWS (--aws-sigv4) cannot be made.'),
  '--unix-socket': note('A socket of this computer (--unix-socket) cannot be called.'),
  '--resolve': note('Names are always looked up by the system; --resolve was left out.'),
  '-K': note('Options in a file (-K) are not read.'),
};

/** Options without a value that mean something. */
const FLAGS: Record<string, Take> = {
  '-G': (command) => (command.get = true),
  '-I': note('Only the head of the answer is asked for (-I); Freshet needs the whole one and asks with GET.'),
  '-k': note('Certificates are always checked; -k was left out.'),
  '--digest': note('Digest sign-in is not supported; the password is sent with basic sign-in.'),
  '--ntlm': note('Sign-in by NTLM is not supported.'),
  '--negotiate': note('Sign-in by Kerberos is not supported.'),
};

const LONG: Record<string, string> = {
  '--request': '-X',
  '--header': '-H',
  '--user': '-u',
  '--user-agent': '-A',
  '--referer': '-e',
  '--cookie': '-b',
  '--data': '-d',
  '--data-ascii': '-d',
  '--data-binary': '-d',
  '--max-time': '-m',
  '--form': '-F',
  '--upload-file': '-T',
  '--cert': '-E',
  '--proxy': '-x',
  '--config': '-K',
  '--get': '-G',
  '--head': '-I',
  '--insecure': '-k',
};

/** Options with a value that says nothing about the request. */
const IGNORED_WITH_VALUE = new Set([
  '-o',
  '--output',
  '-w',
  '--write-out',
  '--connect-timeout',
  '--retry',
  '--retry-delay',
  '--retry-max-time',
]);
for (const more of [
  '-c',
  '--cookie-jar',
  '--cacert',
  '--capath',
  '--ciphers',
  '--limit-rate',
  '-D',
  '--dump-header',
  '--max-redirs',
  '--interface',
])
  IGNORED_WITH_VALUE.add(more);

/** Options without a value that say nothing about the request. */
const IGNORED =
  /^(-[sSLvigfN#j460123aOJRqZnlB]|--(compressed|silent|show-error|location(-trusted)?|verbose|include|fail(-with-body)?|no-buffer|globoff|http[\d.]+|http2-prior-knowledge|tls[\w.]+|ipv[46]|basic|anyauth|progress-bar|no-progress-meter|path-as-is|tcp-nodelay|keepalive-time|ssl-no-revoke|remote-name|create-dirs|parallel|no-keepalive))$/;

const SHORT_WITH_VALUE = /^-[XHudAbeomwcxFTEKD]./;

/** Reads the words after `curl`. */
export function readCurlCommand(words: readonly string[]): CurlCommand {
  const command: CurlCommand = { urls: [], method: null, headers: [], data: [], user: null, get: false, timeoutSeconds: null, notes: [] };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    // What follows belongs to another program.
    if (/^(\||;|&&|>|>>|2>&1)$/.test(word)) break;
    const glued = /^(--[\w-]+)=(.*)$/s.exec(word);
    if (glued?.[1] !== undefined) {
      word = glued[1];
      rest.unshift(glued[2] ?? '');
    } else if (SHORT_WITH_VALUE.test(word)) {
      rest.unshift(word.slice(2));
      word = word.slice(0, 2);
    } else if (/^-[a-z#]./i.test(word)) {
      // Several options in one word: -sX POST.
      rest.unshift(`-${word.slice(2)}`);
      word = word.slice(0, 2);
    }
    const option = LONG[word] ?? word;
    const [valued, flag] = [VALUED[option], FLAGS[option]];
    if (valued !== undefined) valued(command, rest.shift() ?? '');
    else if (flag !== undefined) flag(command, '');
    else if (IGNORED_WITH_VALUE.has(word)) rest.shift();
    else if (!word.startsWith('-') || word === '-') command.urls.push(word);
    else if (!IGNORED.test(word)) command.notes.push(`The option ${word} is not known here and was left out.`);
  }
  return command;
}
