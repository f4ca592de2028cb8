/** What came over the wire, as JSON gives it: the assertions of a test are what checks it. */
export type Wire = ReturnType<typeof JSON.parse>;
