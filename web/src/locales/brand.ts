// Words of the look of an account, which one screen alone has: the others do not load them.

import { locale } from "./index.ts";

const en = {
  brand: "Brand",
  editBrand: "Edit brand",
  accentColour: "Accent colour",
  accentHint: "# and six digits, such as #0b6e4f. White must be readable on it. Empty for the usual colour.",
  pickColour: "Pick the accent colour",
  usualLook: "The usual one",
  logo: "Logo",
  logoHint: "PNG or WebP, at most 32 KB, from 16 to 1,024 pixels high and wide. Mail programs show PNG best.",
  logoOf: (product: string) => `Logo of ${product}`,
  removeLogo: "Remove the logo",
  previewButton: "Accept",
  previewLink: "A link",
  faults: {
    low_contrast:
      "White cannot be read on this colour: the contrast is {amount} : 1, and 4.5 : 1 is needed. Take a darker one.",
    invalid_colour: "# and six hexadecimal digits are needed.",
    invalid_picture: "This is not a whole PNG or WebP picture that does not move.",
    invalid_dimensions: "The picture must have from 16 to 1,024 pixels each way.",
    picture_too_large: "The file is larger than 32 KB.",
  } as Record<string, string>,
};

export type BrandWords = typeof en;

const fr: BrandWords = {
  brand: "Marque",
  editBrand: "Modifier la marque",
  accentColour: "Couleur d’accent",
  accentHint: "# et six chiffres, comme #0b6e4f. Le blanc doit y être lisible. Vide pour la couleur habituelle.",
  pickColour: "Choisir la couleur d’accent",
  usualLook: "L’habituelle",
  logo: "Logo",
  logoHint:
    "PNG ou WebP, 32 Ko au plus, de 16 à 1 024 pixels de haut et de large. Les messageries affichent mieux le PNG.",
  logoOf: (product) => `Logo de ${product}`,
  removeLogo: "Retirer le logo",
  previewButton: "Accepter",
  previewLink: "Un lien",
  faults: {
    low_contrast:
      "Le blanc n’est pas lisible sur cette couleur : le contraste est de {amount} : 1, il faut 4,5 : 1. " +
      "Prenez-en une plus foncée.",
    invalid_colour: "Il faut # et six chiffres hexadécimaux.",
    invalid_picture: "Ce n’est pas une image PNG ou WebP complète et fixe.",
    invalid_dimensions: "L’image doit avoir de 16 à 1 024 pixels de chaque côté.",
    picture_too_large: "Le fichier dépasse 32 Ko.",
  },
};

const de: BrandWords = {
  brand: "Marke",
  editBrand: "Marke bearbeiten",
  accentColour: "Akzentfarbe",
  accentHint: "# und sechs Ziffern, etwa #0b6e4f. Weiß muss darauf lesbar sein. Leer für die übliche Farbe.",
  pickColour: "Akzentfarbe wählen",
  usualLook: "Die übliche",
  logo: "Logo",
  logoHint: "PNG oder WebP, höchstens 32 KB, 16 bis 1.024 Pixel hoch und breit. Mailprogramme zeigen PNG am besten.",
  logoOf: (product) => `Logo von ${product}`,
  removeLogo: "Logo entfernen",
  previewButton: "Annehmen",
  previewLink: "Ein Link",
  faults: {
    low_contrast:
      "Weiß ist auf dieser Farbe nicht lesbar: Der Kontrast ist {amount} : 1, nötig ist 4,5 : 1. " +
      "Nehmen Sie eine dunklere.",
    invalid_colour: "Nötig sind # und sechs hexadezimale Ziffern.",
    invalid_picture: "Das ist kein ganzes, unbewegtes PNG- oder WebP-Bild.",
    invalid_dimensions: "Das Bild muss 16 bis 1.024 Pixel hoch und breit sein.",
    picture_too_large: "Die Datei ist größer als 32 KB.",
  },
};

const es: BrandWords = {
  brand: "Marca",
  editBrand: "Editar la marca",
  accentColour: "Color de acento",
  accentHint: "# y seis cifras, como #0b6e4f. El blanco debe leerse sobre él. Vacío para el color habitual.",
  pickColour: "Elegir el color de acento",
  usualLook: "El habitual",
  logo: "Logotipo",
  logoHint: "PNG o WebP, 32 KB como máximo, de 16 a 1.024 píxeles de alto y de ancho. El correo muestra mejor PNG.",
  logoOf: (product) => `Logotipo de ${product}`,
  removeLogo: "Quitar el logotipo",
  previewButton: "Aceptar",
  previewLink: "Un enlace",
  faults: {
    low_contrast:
      "El blanco no se lee sobre este color: el contraste es {amount} : 1 y hace falta 4,5 : 1. Elija uno más oscuro.",
    invalid_colour: "Hacen falta # y seis cifras hexadecimales.",
    invalid_picture: "No es una imagen PNG o WebP completa y fija.",
    invalid_dimensions: "La imagen debe tener de 16 a 1.024 píxeles por lado.",
    picture_too_large: "El archivo supera 32 KB.",
  },
};

const ALL: Record<string, BrandWords> = { en, fr, de, es };

/** The words in the language of the screens. */
export function brandWords(): BrandWords {
  const words = ALL[locale.tag] ?? en;
  return locale.changed ? (locale.changed(words) as BrandWords) : words;
}
