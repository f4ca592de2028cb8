// Loaded before the built app by `node --import`. Host names that end in .test are looked up in a file that a test writes,
// {"api.test": "127.0.0.1"}; one that is not in it cannot be found, as when the network is gone. Nothing else is changed.
import dns from 'node:dns';
import { existsSync, readFileSync } from 'node:fs';

const file = process.env.FRESHET_TEST_NAMES;

if (file !== undefined) {
  const { lookup } = dns;
  // Connections ask this function for the address of a name each time.
  dns.lookup = (hostname, ...rest) => {
    const callback = rest.at(-1);
    const options = rest.length > 1 && typeof rest[0] === 'object' ? rest[0] : {};
    if (!hostname.endsWith('.test')) return lookup(hostname, ...rest);
    const address = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8'))[hostname] : undefined;
    void Promise.resolve().then(() => {
      if (address === undefined) {
        const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`);
        callback(Object.assign(error, { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname }));
      } else if (options.all === true) callback(null, [{ address, family: 4 }]);
      else callback(null, address, 4);
    });
  };
}
