/**
 * Imported before anything of the page: its words then read the same on every machine, in a time zone that has summer time.
 */
process.env['TZ'] = 'Europe/Berlin';

const inBritish = <T extends typeof Intl.NumberFormat | typeof Intl.DateTimeFormat | typeof Intl.Collator>(format: T): T =>
  new Proxy(format, {
    construct: (target, [locales, options]) => Reflect.construct(target, [locales ?? 'en-GB', options]),
  });

Object.assign(Intl, {
  NumberFormat: inBritish(Intl.NumberFormat),
  DateTimeFormat: inBritish(Intl.DateTimeFormat),
  Collator: inBritish(Intl.Collator),
});
