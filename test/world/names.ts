const words = (text: string) => text.trim().split(/\s+/);

/** Given names of a dozen languages, the commoner ones first in each row; our own compilation. */
export const GIVEN = words(`
  James Mary John Sarah David Emma Michael Laura Robert Anna William Julia Thomas Maria Daniel Sophie Peter Claire
  George Alice Paul Helen Mark Karen Andrew Rachel Stephen Linda Martin Susan Simon Diane Alan Ruth Kevin Joanne
  Oliver Amelia Harry Isla Jack Ava Noah Mia Leo Freya Arthur Grace Oscar Lily Henry Ella Theo Rosie Edward Chloe
  Pierre Marie Jean Camille Luc Élodie François Aurélie Mathieu Manon Étienne Léa Antoine Inès Julien Chloé Benoît
  Margaux Nicolas Océane Rémi Noémie Gaël Solène Hugo Anaïs Loïc Céline
  Hans Greta Jürgen Ursula Lukas Lena Felix Hannah Jonas Johanna Matthias Katharina Wolfgang Ingrid Stefan Birgit
  Björn Annika Lars Astrid Søren Ingeborg Magnus Sigrid Åke Elin Mikkel Freja Jørgen Karin Oddvar Solveig
  José María Carlos Lucía Javier Carmen Diego Sofía Álvaro Pilar Andrés Inés Pablo Elena Sergio Marta Raúl Noelia
  João Beatriz Tiago Inês Rui Catarina Nuno Mafalda Gonçalo Leonor
  Marco Giulia Luca Francesca Matteo Chiara Alessandro Elisa Davide Federica Giorgio Paola
  Piotr Agnieszka Tomasz Małgorzata Paweł Zofia Krzysztof Katarzyna Łukasz Ewa
  Olena Andriy Oksana Dmytro Natalia Yuri Svetlana Ivan Irina Mikhail
  Mohammed Fatima Ahmed Aisha Omar Layla Hassan Zainab Yusuf Noor Tariq Samira Ibrahim Amina
  Priya Arjun Anjali Rahul Deepa Vikram Kavita Sanjay Meera Rohan Lakshmi Imran Sunita Nikhil
  Wei Li Ming Xiu Jun Mei Hiroshi Yuki Kenji Sakura Minh Linh Tuấn Huyền Ji-woo Min-jun
  Chidi Ngozi Kwame Ama Tunde Folake Sipho Thandi Amara Kofi Zanele Jabari
  Mehmet Ayşe Emre Zeynep Deniz Elif Levent Derya
`);

/** Family names, likewise. */
export const FAMILY = words(`
  Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green
  Hall Wood Jackson Clarke Harris Clark Lewis Young King Allen Hill Scott Moore Ward Turner Carter Phillips Mitchell
  Campbell Parker Cook Bailey Cooper Richardson Morris Bell Baker Collins Shaw Murphy Kelly Price Bennett Gray
  Griffiths Foster Simpson Mason Ellis Hunt Barnes Palmer Holmes Stevens Knight Matthews Fox Russell Mills Lloyd
  Butler Fisher Barker Pearson Graham Fletcher Howard Reid Walsh Marshall Gibson Ryan Burke Byrne Doyle Nolan Quinn
  O'Connor O'Neill O'Brien MacDonald McKenzie Armstrong Barrett Becker Bishop Blackwood Bowman Bradley Brooks Burton
  Chapman Coleman Crawford Cunningham Dawson Dixon Duncan Ferguson Fitzgerald Fleming Franklin Gardner Gilbert Goodwin
  Hawkins Higgins Hopkins Houghton Hughes Jenkins Jennings Kirby Lawrence Lowe Lynch Middleton Newton Norris Osborne
  Perkins Pritchard Ramsey Sanders Saunders Sheppard Sinclair Sutton Tucker Underwood Vaughan Wallace Watkins Weston
  Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Garcia Roux
  Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Faure Mercier Blanc Guérin Boyer Garnier
  Chevalier François Legrand Gauthier Perrin Clément Morin Nicolas Mathieu Marchand Dufour Besançon Lemaître
  Müller Schmidt Schneider Fischer Weber Meyer Wagner Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder
  Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Krause Lehmann Köhler Maier König Walter Groß Jäger
  Hansen Johansson Andersson Karlsson Nilsson Eriksson Larsen Olsen Pedersen Sørensen Jørgensen Berg Lindqvist Dahl
  Håkansson Bergström Lund Nygård Virtanen Korhonen Mäkinen
  García Rodríguez Martínez López González Hernández Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Vázquez
  Moreno Muñoz Álvarez Romero Ruiz Navarro Domínguez Gil Ortega Castaño Ibáñez Núñez
  Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Gonçalves Almeida Ribeiro Carvalho Simões
  Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti DeLuca
  Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Dąbrowski Kozłowski Jankowski
  Kovalenko Shevchenko Bondarenko Tkachenko Petrov Ivanova Volkov Sokolova Popov Novák Svoboda Horváth Nagy Szabó
  Khan Ahmed Hussain Ali Malik Rahman Haddad Mansour Nasser Farouk AlMasri Benali Saïdi Karimi Hosseini
  Patel Singh Sharma Kumar Gupta Raman Iyer Nair Mehta Reddy Desai Chaudhry Banerjee Kapoor Joshi Menon
  Wang Li Zhang Chen Liu Yang Huang Zhao Wu Zhou Lin Tan Lim Ng Kim Park Lee Choi Nguyễn Trần Phạm Lê Tanaka Suzuki
  Sato Watanabe Yamamoto Nakamura
  Okafor Okonkwo Adeyemi Adebayo Mensah Owusu Boateng Osei Diallo Traoré Ndlovu Dlamini Mokoena Mwangi Otieno Abebe
  Yılmaz Demir Çelik Şahin Kaya Aydın Öztürk Arslan
  VanDijk DeVries Jansen Bakker Visser Smit Meijer Mulder Peeters Janssens Maes Claes Papadopoulos Georgiou Stavros
`);

/** Short forms people really use; only names of the list above. */
export const NICKNAMES: Record<string, string> = {
  James: 'Jim',
  William: 'Bill',
  Robert: 'Bob',
  Michael: 'Mike',
  David: 'Dave',
  Thomas: 'Tom',
  Daniel: 'Dan',
  Andrew: 'Andy',
  Stephen: 'Steve',
  Edward: 'Ted',
  Henry: 'Harry',
  Susan: 'Sue',
  Katharina: 'Kathi',
  Francesca: 'Franca',
  Alessandro: 'Sandro',
  José: 'Pepe',
  Theo: 'Teddy',
  Rachel: 'Rach',
  Oliver: 'Ollie',
  Mohammed: 'Mo',
};

export const COMPANY_FIRST = words(`
  Ashgrove Birchwood Calder Dunmore Eastgate Fernhill Glenrose Hawthorn Ironbridge Juniper Kingsway Larkfield Maple
  Northgate Oakham Penrose Quayside Ravenscroft Stonebridge Thornbury Upland Vale Westbrook Yarrow Zenith Alba Bellevue
  Castel Delta Étoile Falken Granit Heimat Iris Jasmin Kranich Lumière Montclair Nordlicht Orchidée Prisma Quercus
  Rhône Sirius Tilia Urania Vesta Wendland Arden Brightwater Copperfield Driftwood
`);
export const COMPANY_SECOND = words(`
  Accountants Architects Bakery Builders Care Catering Chambers Clinic Consulting Dental Design Electrical Energy
  Engineering Estates Farms Finance Foods Freight Garden Glass Hotels Insurance Joinery Kitchens Law Logistics Media
  Motors Optics Packaging Pharmacy Plastics Plumbing Printing Property Recruitment Roofing School Security Software
  Steel Studio Surveyors Textiles Timber Tools Travel Veterinary Windows
`);
