/** Every second screen, narrow: axe finds nothing. */
import { checkScreens } from './check-screens.ts';

checkScreens('narrow', 'half');
