/** Every second screen, wide: axe finds nothing. */
import { checkScreens } from './check-screens.ts';

checkScreens('wide', 'half');
