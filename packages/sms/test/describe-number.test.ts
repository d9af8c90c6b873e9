import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeNumber, type NumberType } from '@smseal/sms/geography';
import { TIME_ZONE_PREFIXES } from '../src/number/time-zone-prefixes.ts';
import { timeZonesOfPrefix } from '../src/number/time-zones.ts';
import { publishedTimeZones, TARGET, timeZoneModule } from './write-time-zones.ts';

test('[SMS-27] a number says its country and what its plan uses it for', () => {
  const known: [string, string | null, NumberType][] = [
    ['+48600123456', 'PL', 'mobile'],
    ['+48221234567', 'PL', 'fixed'],
    ['+48800123456', 'PL', 'toll-free'],
    ['+48701234567', 'PL', 'premium'],
    ['+48801234567', 'PL', 'shared-cost'],
    ['+4917139200000', 'DE', 'mobile'],
    ['+12025550123', 'US', 'fixed-or-mobile'],
    ['+18005551234', 'US', 'toll-free'],
    ['+80012345678', null, 'toll-free'],
    ['+883510000000000', null, 'voip'],
    ['+447012345678', 'GB', 'personal'],
    ['+447640123456', 'GB', 'pager'],
    ['+445512345678', 'GB', 'company'],
  ];
  for (const [number, country, type] of known) {
    const described = describeNumber(number);
    assert.deepEqual([described.country, described.type], [country, type], number);
  }
});

test('[SMS-27] of what is no number, or in no range, nothing is claimed', () => {
  for (const text of ['', '600123456', '+', '+1', '12345', 'InPost', '+48600123456x'])
    assert.deepEqual(describeNumber(text), { country: null, type: 'unknown', timeZones: [] }, text);
  assert.equal(describeNumber('+48000123456').type, 'unknown');
});

test('[SMS-28] time zones are those of the area, or of the whole country where the number may be anywhere', () => {
  const zones = (number: string) => describeNumber(number).timeZones;
  assert.deepEqual(zones('+48600123456'), ['Europe/Warsaw']);
  assert.deepEqual(zones('+16502530000'), ['America/Los_Angeles']);
  assert.deepEqual(zones('+61236618300'), ['Australia/Sydney']);
  assert.ok(zones('+61412345678').includes('Australia/Perth'), 'a mobile number has no area there');
  assert.deepEqual(zones('+34922123456'), ['Atlantic/Canary']);
  assert.deepEqual(zones('+34612345678'), ['Atlantic/Canary', 'Europe/Madrid']);
  assert.ok(zones('+79161234567').includes('Asia/Vladivostok'));
  assert.deepEqual(zones('+77012345678'), ['Asia/Almaty', 'Asia/Aqtobe']);
  assert.deepEqual(zones('+18765551234'), ['America/Jamaica']);
  assert.ok(zones('+18005551234').length > 30, 'a toll-free number is of all North America');
  assert.equal(zones('+558001234567').length, 4, 'or of all Brazil');
  assert.deepEqual(zones('+883510000000000'), []);
});

test('[SMS-28] every zone is one that the platform knows', () => {
  const names = new Set(Object.keys(TIME_ZONE_PREFIXES).flatMap((zones) => zones.split('&')));
  assert.ok(names.size > 280);
  for (const timeZone of names) assert.ok(new Intl.DateTimeFormat('en', { timeZone }), timeZone);
});

const published = publishedTimeZones();
const skip = published ? false : 'no ../shared/data';

test('[SMS-28] the table says of every published prefix what was published', { skip }, () => {
  for (const [prefix, zones] of published ?? [])
    assert.equal(timeZonesOfPrefix(prefix).join('&'), zones, prefix);
});

test('the table of time zones is the one that its generator writes', { skip }, () => {
  assert.equal(readFileSync(TARGET, 'utf8'), timeZoneModule(published ?? new Map()));
});
