/** Every screen, narrow: axe finds nothing. */
import { checkScreens } from './check-screens.ts';

checkScreens('narrow', 'all');
