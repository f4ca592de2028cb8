/** https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api: what GitHub asks each call to say. */
export const githubHeaders = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
