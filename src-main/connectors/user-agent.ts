import packageFile from '../../package.json' with { type: 'json' };

/** What Freshet says it is, with the version of this build (RFC 9110, 10.1.5). */
export const USER_AGENT = `Freshet/${packageFile.version}`;
