/**
 * Invented people for the sample tenant. Given names and surnames are drawn apart from each other and from a seed, so a
 * pair that belongs to a real person does so by chance; addresses end in the domains and numbers kept for examples.
 */
const given =
  `Ada Aiko Aisha Alejandro Amara Amir Ana Anders Anika Antoine Arjun Astrid Ayodele Beatriz Benedikt Bilal Björn
Bronwyn Camila Caoimhe Carlos Chidi Chloé Clara Daiyu Dalia Darius Deepa Demetrius Diego Dmitri Ebony Eilidh Elena Elif
Emeka Emil Esperanza Esther Ezekiel Farid Fatima Felix Fiona Gabriela Giorgos Grace Hana Hassan Helga Hiroshi Ibrahim
Imani Ines Ingrid Isaac Isabel Ivana Jamal Jana Javier Jelena Jin Joaquín Jolene Jorge José Kaito Kamala Karim Katarzyna
Keisha Kenji Kofi Lakshmi Lamar Lars Latoya Leila Leonor Lior Liam Lucía Luis Magdalena Malik Mariam Marcus Matteo Mei
Miguel Mina Mira Nadia Naomi Nasra Ngozi Niamh Nikhil Noor Noor-Jahan Oksana Olivier Omar Oscar Paloma Patrice Pedro
Petra Priya Quentin Rafael Rania Ravi Renata Rosa Ruth Ryota Sadia Salma Samir Sanjay Saoirse Sasha Selma Sibusiso Sigrid
Simone Sofia Soledad Stefan Sunita Tadeusz Tamika Tariq Tatiana Thabo Thi Tomás Ulrike Uma Valentina Vera Viktor Wanjiru
Wei Xiomara Yael Yara Yasmin Yuki Yusuf Zainab Zoë Zuri`.split(/\s+/);

const family =
  `Abara Adeyemi Ahlgren Albescu Almaraz Amberley Anand Arbogast Ashgrove Asante Ayala Bakirova Balogh Barrowmoor
Bastide Bekele Bellweather Bergqvist Bhandari Blackthorne Bondarev Brightwater Calloway Castellane Cernikova Chaudhary
Chikondi Cisneros Clearbrook Corvino Dagdelen Dalgaard Danjuma Delacourt Dembélé Dimitrou Doležal Dunmarrow Echevarría
Edgemont Ekwueme Elmwood Engström Escamilla Fairweather Farrokhzad Fenwick Figueredo Fjeldstad Foxhollow Fukumori
Gallowglass Garrastazu Ghorbani Gillamore Goldhurst Gorecki Greywood Guðmundsen Gutierro Haddadin Hallstrom Harrowgate
Hartigan Hayashida Heatherby Hollingbrook Horvatić Huynh-Tran Ibarrola Ilunga Iversdal Jacinthe Jankowiak Jarrah Joubertin
Kaczor Kamau Karimova Kestrelle Khoury Kimathi Kingsmere Kowalczek Krishnan Kuznetsin Lacroisille Langford Larkspur
Lindqvist Lomax Lundegaard Mabaso Madrigalis Mahlangu Malhotra Marchetti Marlowe Matsuoka Mbeki-Rowe Mendizábal Merriweather
Mikkelborg Montclair Moonbrook Morozin Mwangi Nakagami Nasseri Ndiaye Nightingale Norrwood Novakovic Nwosu Oakhurst Obafemi
Oderinde Okonjo Olatunji Ortigoza Østberg Palaiologa Papadakis Pemberwick Petrosyan Pham-Le Pinewood Quispe Qureshi
Rajkumar Ravensworth Redfern Rezaei Ribeirinho Rosenbaum Rowntree Sadowski Sakamura Salinero Santangelo Schönwald Seddiqi
Shearwater Silverbrook Soleimani Sorensdal Stonebridge Strandmark Sundaram Suzukawa Takahara Tamboli Tessier Thistlewood
Thunderhart Tillinghast Tkachenka Torrealba Tran-Bell Underhill Uzoma Valdivieso Vandermeer Varga Velasquin Villaseñor
Vinterberg Volkova Waldron-Reed Wanderley Westerholm Whitlock Wickremasinghe Windermere Xiong Yamasaki Yilmazer Yohannes
Zabludow Zamorano Zhang-Ellis Zielinska Zubizarreta`.split(/\s+/);

/** Marsaglia's 32-bit mix (mulberry32): the same list on every machine. */
function random(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}

const ascii = (text) =>
  text
    .replaceAll('ð', 'd')
    .replaceAll('Ø', 'O')
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

const domains = ['example.com', 'example.org', 'example.net'];
const areas = ['212', '303', '312', '404', '415', '503', '512', '602', '617', '713', '801', '919'];

/** `count` people in a fixed order: name (no two alike), e-mail (no two alike), phone of the reserved 555-01xx block. */
export function people(count, seed = 20170101) {
  const next = random(seed);
  const names = new Set();
  const mails = new Set();
  const made = [];
  while (made.length < count) {
    const first = given[next(given.length)];
    const last = family[next(family.length)];
    const name = `${first} ${last}`;
    if (names.has(name)) continue;
    names.add(name);
    const [f, l] = [ascii(first), ascii(last)];
    const local = [`${f}.${l}`, `${f[0]}${l}`, `${f}_${l}`, `${l}.${f}`, `${f}.${l}`][next(5)];
    const domain = domains[next(domains.length)];
    let email = `${local}@${domain}`;
    for (let n = 2; mails.has(email); n += 1) email = `${local}${n}@${domain}`;
    mails.add(email);
    const phone = `+1 ${areas[next(areas.length)]} 555 01${String(next(100)).padStart(2, '0')}`;
    made.push({ name, email, phone });
  }
  return made;
}
