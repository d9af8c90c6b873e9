import { KEPT_FOR_ALL, LAW_OF_PLACE, REGIMES, type RegimeId } from '@smseal/inventory';

const ALL = Object.keys(REGIMES) as RegimeId[];

/**
 * The laws that are kept for somebody: those kept for all, and that of the place. Who says nothing, or names a place whose
 * law is not in the tables, is in doubt, and so all of them are kept. `residence`: ISO 3166, such as `DE` or `US-CA`.
 */
export function regimesOf(residence: string | null): RegimeId[] {
  const law = residence === null ? undefined : lawOf(residence.toUpperCase());
  if (law === undefined) return ALL;
  return ALL.filter((regime) => regime === law || KEPT_FOR_ALL.some((kept) => kept === regime));
}

/** The law of a part of a country, where it has its own, else that of the country. */
function lawOf(place: string): RegimeId | undefined {
  return LAW_OF_PLACE.get(place) ?? LAW_OF_PLACE.get(place.split('-', 1)[0] ?? place);
}
