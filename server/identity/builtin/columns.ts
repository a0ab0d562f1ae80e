import { CSV_FIELDS, type CsvField } from '@counterpart/shared/csv.ts';

/** Field to the header of its column, as the file spells it. */
export type CsvColumns = Partial<Record<CsvField, string>>;

/** Header names in English and French, without case, accents, blanks and punctuation; of two that fit, the earlier is meant. */
const NAMES: Record<CsvField, string[]> = {
  username: [
    'username',
    'userprincipalname',
    'upn',
    'login',
    'loginname',
    'logon',
    'logonname',
    'samaccountname',
    'signinname',
    'accountname',
    'user',
    'nomdutilisateur',
    'nomutilisateur',
    'identifiant',
    'identifiantdeconnexion',
    'nomdecompte',
    'compte',
    'utilisateur',
  ],
  displayName: ['displayname', 'fullname', 'nomcomplet', 'nomaffiche', 'nomdaffichage', 'name'],
  givenName: ['firstname', 'givenname', 'forename', 'prenom'],
  familyName: ['lastname', 'surname', 'familyname', 'sn', 'nomdefamille', 'nom'],
  email: [
    'email',
    'emailaddress',
    'mail',
    'mailaddress',
    'primaryemail',
    'primarysmtpaddress',
    'workemail',
    'email1',
    'adresseemail',
    'adressemail',
    'adresseelectronique',
    'adressedemessagerie',
    'courriel',
    'adressecourriel',
  ],
  phone: [
    'phone',
    'phonenumber',
    'telephone',
    'telephonenumber',
    'tel',
    'workphone',
    'businessphone',
    'businessphones',
    'officephone',
    'numerodetelephone',
    'telephoneprofessionnel',
    'telephonebureau',
    'telephonefixe',
    'telfixe',
    'fixe',
  ],
  mobile: [
    'mobile',
    'mobilephone',
    'mobilenumber',
    'mobilephonenumber',
    'cell',
    'cellphone',
    'cellular',
    'portable',
    'telephoneportable',
    'telephonemobile',
    'telportable',
    'telmobile',
    'numerodeportable',
    'numerodemobile',
    'gsm',
  ],
  homePhone: ['homephone', 'hometelephone', 'telephonedomicile', 'telephonepersonnel'],
  title: ['title', 'jobtitle', 'position', 'fonction', 'poste', 'intituledeposte', 'intituleduposte'],
  department: ['department', 'dept', 'departement', 'service'],
  externalId: [
    'externalid',
    'employeeid',
    'employeenumber',
    'personnelnumber',
    'staffnumber',
    'matricule',
    'numerodematricule',
    'numeroemploye',
    'numerodemploye',
    'identifiantexterne',
  ],
};

/** The columns that usual header names tell; a field that none tells is absent. */
export function recogniseColumns(headers: string[]): CsvColumns {
  const folded = headers.map(foldHeader);
  const columns: CsvColumns = {};
  for (const field of CSV_FIELDS) {
    const name = NAMES[field].find((name) => folded.includes(name));
    if (name !== undefined) columns[field] = headers[folded.indexOf(name)];
  }
  // French "Nom" beside no "Prénom" is the whole name.
  if (columns.familyName && !columns.givenName && !columns.displayName && foldHeader(columns.familyName) === 'nom') {
    columns.displayName = columns.familyName;
    delete columns.familyName;
  }
  return columns;
}

export function foldHeader(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
