import type { Bank } from './bank.ts';

export const SPANISH: Bank = {
  language: 'es',
  slots: {
    day: ['hoy', 'mañana', 'el viernes', 'el sábado', 'el domingo', 'el próximo martes'],
    place: ['la estación', 'la biblioteca', 'la panadería', 'el puerto', 'la plaza'],
    food: ['lentejas', 'tortilla', 'empanadas', 'gazpacho', 'arroz con verduras'],
    thing: ['el cargador', 'el paraguas', 'la llave de repuesto', 'la tienda de campaña', 'la carpeta azul'],
  },
  scenes: [
    [
      '<¿Vienes {day}?',
      '>Sí, sobre las {time}',
      '<¡Genial! ¿Traes {thing}?',
      '>Claro, ya está en la mochila 👍',
    ],
    ['<Llego diez minutos tarde, perdona', '>Tranquila, te espero en {place}', '<¡Eres un sol! ☀️'],
    ['<[dish] Hoy toca {food}', '>¡Qué pinta!', '<Te guardo un plato'],
    ['<[cat] Otra vez en mi silla', '>Ya es suya, acéptalo', '<Me mira como si yo llegara tarde'],
    ['>¡Feliz cumpleaños! 🎂🎉', '<¡Muchas gracias! Pásate {day}, hay tarta', '>No me la pierdo'],
    ['<¿Qué tal ha ido?', '>Mejor de lo que pensaba. Me dicen algo el viernes', '<¡Cruzo los dedos! 🤞'],
    [
      '<[mountains] ¡Hemos llegado arriba!',
      '>¡Qué vistas! ¿Mucho rato?',
      '<Cuatro horas. Mis rodillas van a protestar',
    ],
    ['>¿Necesitamos algo del súper?', '<Leche, pan y algo rico', '>¿Algo rico como qué?', '<Sorpréndeme 🍫'],
    ['<¿Cerraste la ventana?', '>Sí, y el gas también', '<Ya puedo dormir'],
    ['>El tren sale con {n} minutos de retraso', '<No pasa nada, pongo más café'],
    ['<Buenas noches', '>Que descanses 🌙'],
    [
      '<He estado pensando en lo que dijiste el domingo y creo que tienes razón: no necesitamos una casa más grande, sino menos cajas. Esta mañana he revisado el trastero y he encontrado tres teteras, un trineo sin patines, las cortinas del piso viejo y las cartas que creíamos perdidas en la mudanza. Están sobre la mesa de la cocina.',
      '>¡Las cartas! ¿Todas?',
      '<Todas, hasta la del mapa',
      '>Hoy vuelvo pronto',
    ],
  ],
  group: [
    [
      '<¿Quién se apunta {day}?',
      '>¡Yo!',
      '<Yo a partir de las {time}',
      '<Llevo postre',
      '>Pues yo los platos',
    ],
    ['<[lights] ¡Lo de anoche fue increíble!', '<Todavía me duelen los pies', '>La mejor música en años'],
  ],
  replies: [
    '¡Perfecto! 👍',
    'Gracias por avisar',
    'Voy para allá',
    'Te llamo luego',
    'Jajaja, sí',
    'Déjame pensarlo',
    'Justo te iba a escribir',
  ],
};
