/** What no recipient, category or purpose may be about. */
export const NOT_OUR_BUSINESS =
  /\b(advert|marketing|analytic|tracking|profil|resale|sell(?!er)|broker|measur)/i;
