import type { Bank } from './bank.ts';

export const GERMAN: Bank = {
  language: 'de',
  slots: {
    day: ['heute', 'morgen', 'am Freitag', 'am Samstag', 'am Sonntag', 'nächsten Dienstag'],
    place: ['am Bahnhof', 'vor der Bücherei', 'beim Bäcker', 'am Hafen', 'am Parktor'],
    food: ['Linsensuppe', 'Käsespätzle', 'Kartoffelpuffer', 'Apfelstrudel', 'Flammkuchen'],
    thing: [
      'das Ladegerät',
      'den Regenschirm',
      'den Ersatzschlüssel',
      'das Zelt',
      'die Bohrmaschine',
      'die blaue Mappe',
    ],
  },
  scenes: [
    [
      '<Kommst du {day}?',
      '>Ja, so gegen {time}',
      '<Schön! Bringst du {thing} mit?',
      '>Liegt schon bereit 👍',
    ],
    ['<Bin zehn Minuten zu spät, tut mir leid', '>Kein Stress, ich warte {place}', '<Du bist ein Schatz'],
    ['<[dish] {food} nach Omas Rezept', '>Das sieht großartig aus!', '<Ich hebe dir was auf'],
    [
      '<[cat] Jemand hat wieder meinen Stuhl',
      '>Sie zahlt keine Miete und sitzt am besten',
      '<Und schaut mich vorwurfsvoll an',
    ],
    ['>Alles Gute zum Geburtstag! 🎂', '<Danke dir! Kuchen gibt es {day}', '>Bin dabei'],
    ['<Wie ist es gelaufen?', '>Besser als gedacht. Antwort bis Freitag', '<Ich drücke die Daumen 🤞'],
    ['>Hast du die Haustür abgeschlossen?', '<Zweimal. Wie immer', '>Dann schlafe ich jetzt'],
    [
      '<[mountains] Oben!',
      '>Traumhaft. Wie lange seid ihr gelaufen?',
      '<Vier Stunden. Meine Knie schreiben eine Beschwerde',
    ],
    ['>Brauchen wir noch Milch?', '<Zwei. Und Brot. Und etwas Süßes', '>Etwas Süßes ist unterwegs 🍰'],
    ['<Der Klempner war da', '>Und?', '<Es war nur die Dichtung. Läuft wieder'],
    ['>Der Zug hat {n} Minuten Verspätung', '<Danke fürs Bescheidsagen, ich koche noch Tee'],
    ['<Gute Nacht', '>Schlaf schön 🌙'],
    [
      '<Ich habe über das nachgedacht, was du am Sonntag gesagt hast, und ich glaube, du hast recht: Wir brauchen kein größeres Haus, sondern weniger Kisten. Heute früh war ich auf dem Dachboden und habe drei Teekessel gefunden, einen Schlitten ohne Kufen, die Vorhänge aus der alten Wohnung und die Briefe, die beim Umzug verloren gegangen sein sollten. Sie liegen auf dem Küchentisch.',
      '>Die Briefe! Alle?',
      '<Alle, sogar der mit der Karte',
      '>Ich komme heute früher',
    ],
  ],
  group: [
    ['<Wer ist {day} dabei?', '>Ich!', '<Ich ab {time}', '<Ich bringe Kuchen mit', '>Dann bringe ich Teller'],
    ['<[lights] Gestern war so schön', '<Meine Füße tun immer noch weh', '>Beste Musik seit Jahren'],
    ['<Hat jemand {thing}?', '<Ich! Reicht {day}?', '>Rettung naht 🙏'],
  ],
  replies: [
    'Alles klar 👍',
    'Danke fürs Bescheidsagen!',
    'Bin unterwegs',
    'Ich rufe dich später an',
    'Haha, genau',
    'Muss ich kurz überlegen',
    'Wollte dir auch gerade schreiben',
  ],
};
