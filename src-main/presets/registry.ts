import { type SourcePreset, sourcePresetSchema } from '../../src-preload/contract/index.ts';
import { csvAddress, feed, localCommand, localFile, ndjsonAddress, postgresql } from './registry/files-and-feeds.ts';
import { eventsApp } from './registry/events-app.ts';
import { githubNotifications } from './registry/github-notifications.ts';
import { githubReleases } from './registry/github-releases.ts';
import { hackerNews } from './registry/hacker-news.ts';
import { n8nExecutions } from './registry/n8n-executions.ts';
import { openMeteo } from './registry/open-meteo.ts';
import { prometheusQuery, prometheusRange } from './registry/prometheus.ts';
import { statisticsService } from './registry/statistics-service.ts';
import { statuspage } from './registry/statuspage.ts';
import { stravaActivities } from './registry/strava-activities.ts';
import { theOddsApi } from './registry/the-odds-api.ts';
import { usgsEarthquakes } from './registry/usgs-earthquakes.ts';
import { wikimediaChanges } from './registry/wikimedia-changes.ts';

/** The presets that come with Freshet, in the order of the gallery: those of a category together, those without a key first. */
export const builtInPresets: readonly SourcePreset[] = [
  usgsEarthquakes,
  openMeteo,
  hackerNews,
  wikimediaChanges,
  feed,
  csvAddress,
  ndjsonAddress,
  localFile,
  localCommand,
  postgresql,
  githubReleases,
  githubNotifications,
  statuspage,
  prometheusQuery,
  prometheusRange,
  n8nExecutions,
  statisticsService,
  eventsApp,
  theOddsApi,
  stravaActivities,
].map((preset) => sourcePresetSchema.parse(preset));
