import type { Bank } from './bank.ts';

export const POLISH: Bank = {
  language: 'pl',
  slots: {
    day: ['dzisiaj', 'jutro', 'w piątek', 'w sobotę', 'w przyszły wtorek', 'w niedzielę'],
    place: ['dworcem', 'biblioteką', 'piekarnią', 'bramą parku', 'basenem'],
    food: ['pierogi', 'zupa pomidorowa', 'naleśniki', 'bigos', 'szarlotka'],
    thing: ['ładowarkę', 'parasol', 'zapasowy klucz', 'namiot', 'wiertarkę', 'niebieską teczkę'],
  },
  scenes: [
    ['<Będziesz {day}?', '>Tak, koło {time}', '<Super, weź proszę {thing}', '>Jasne, już spakowane 👍'],
    ['<Spóźnię się dziesięć minut, przepraszam', '>Spokojnie, czekam pod {place}', '<Jesteś aniołem 😇'],
    ['<[dish] {food} według przepisu babci', '>Aż pachnie przez telefon!', '<Zostawię ci porcję'],
    ['>Zamknęłaś okno w kuchni?', '<Tak, i sprawdziłam żelazko', '>Dziękuję, będę spać spokojnie'],
    ['<[cat] Znowu śpi na mojej klawiaturze', '>Pewnie pisze skargę', '<Na kolację, jak zwykle'],
    ['>Wszystkiego najlepszego! 🎂', '<Dziękuję!! Wpadnij {day} na tort', '>Będę na pewno'],
    ['<Jak poszło?', '>Lepiej, niż myślałem. Odpowiedź do piątku', '<Trzymam kciuki! 🤞'],
    [
      '>Pociąg ma opóźnienie {n} minut',
      '<Dobrze, że napisałeś. Zrobię jeszcze herbatę',
      '>Zielona dla mnie, proszę',
    ],
    ['<Kupisz po drodze chleb?', '>Kupię. Coś jeszcze?', '<Masło i coś słodkiego', '>Się robi'],
    [
      '<[mountains] Pozdrowienia ze szlaku',
      '>Pięknie! Dużo ludzi?',
      '<Tylko my i jedna bardzo pewna siebie owca',
    ],
    ['<Zażółć gęślą jaźń, test polskich znaków 😄', '>Działa: ąćęłńóśźż'],
    ['<Dobranoc', '>Śpij dobrze 🌙'],
    [
      '<Przemyślałam to, co mówiłeś w niedzielę, i chyba masz rację: nie potrzebujemy większego mieszkania, tylko mniej pudeł. Przejrzałam dziś strych i znalazłam trzy czajniki, sanki bez płóz, zasłony ze starego mieszkania i listy, które miały zginąć przy przeprowadzce. Listy leżą na stole w kuchni, resztę można oddać.',
      '>Listy! Wszystkie?',
      '<Wszystkie, nawet ten z mapą',
      '>Wracam wcześniej',
    ],
  ],
  group: [
    ['<Kto jest {day}?', '>Ja!', '<Ja po {time}', '<Przyniosę ciasto', '>To ja talerze'],
    ['<[lights] Wczoraj było cudownie', '<Nogi mnie bolą do dziś', '>Najlepsza muzyka od lat'],
    ['<Kto ma {thing}?', '<Ja mam, mogę przywieźć {day}', '>Ratujesz nas 🙏'],
  ],
  replies: [
    'Super 👍',
    'Dobrze, dzięki!',
    'Już jadę',
    'Zadzwonię później',
    'Haha, dokładnie',
    'Daj mi chwilę pomyśleć',
    'Tak, poproszę',
    'Właśnie miałam do ciebie pisać',
  ],
};
