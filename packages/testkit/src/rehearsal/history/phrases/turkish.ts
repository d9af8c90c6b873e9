import type { Bank } from './bank.ts';

export const TURKISH: Bank = {
  language: 'tr',
  slots: {
    day: ['bugün', 'yarın', 'cuma günü', 'cumartesi', 'pazar günü'],
    place: ['istasyonda', 'kütüphanede', 'fırının önünde', 'iskelede', 'parkın kapısında'],
    food: ['mercimek çorbası', 'mantı', 'börek', 'dolma', 'sütlaç'],
    thing: ['şarj aletini', 'şemsiyeyi', 'yedek anahtarı', 'çadırı', 'mavi dosyayı'],
  },
  scenes: [
    ['<{day} geliyor musun?', '>Evet, {time} gibi', '<Harika. {thing} da getirir misin?', '>Tabii, hazır 👍'],
    ['<On dakika gecikeceğim, kusura bakma', '>Acele etme, {place} bekliyorum', '<Çok teşekkürler!'],
    ['<[dish] Bugün {food} var', '>Kokusu buraya geldi!', '<Sana bir tabak ayırdım'],
    ['<[cat] Yine benim sandalyemde', '>Artık onun sandalyesi', '<Bir de bana kızgın bakıyor'],
    ['>Doğum günün kutlu olsun! 🎂', '<Çok teşekkür ederim! {day} pastaya gel', '>Kesin gelirim'],
    ['<Nasıl geçti?', '>Düşündüğümden iyi', '<Biliyordum! Akşam anlatırsın'],
    ['>Kapıyı kilitledin mi?', '<İki kere', '>Tamam, şimdi uyuyabilirim'],
    ['<Marketten bir şey lazım mı?', '>Ekmek, süt ve tatlı bir şey', '<Ne kadar tatlı?', '>Çok 🍯'],
    ['<İyi geceler', '>Tatlı rüyalar 🌙'],
  ],
  group: [
    ['<{day} kimler geliyor?', '>Ben!', '<Ben {time} gibi', '<Ben tatlı getiririm', '>Tabaklar benden'],
  ],
  replies: [
    'Tamamdır 👍',
    'Haber verdiğin için sağ ol!',
    'Yoldayım',
    'Seni sonra ararım',
    'Haha, aynen',
    'Bir düşüneyim',
    'Ben de sana yazacaktım',
  ],
};
