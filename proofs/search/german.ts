/** Names as German shops write them, and what people type who look for them. Written for this proof. */
interface German {
  readonly title: string;
  readonly typed: readonly string[];
}

export const COMPOUNDS: readonly German[] = [
  {
    title: 'Vollmilchschokolade mit Haselnüssen',
    typed: ['milchschokolade', 'milch schokolade', 'vollmilch schokolade'],
  },
  { title: 'Hähnchenbrustfilet', typed: ['hähnchen brust filet', 'brustfilet', 'hähnchenbrust filet'] },
  { title: 'Kartoffelpüree, lose', typed: ['püree kartoffel', 'kartoffel püree', 'kartoffelpüre'] },
  { title: 'Schwarzwälder Kirschtorte', typed: ['kirsch torte', 'schwarzwälderkirschtorte', 'kirschtorte'] },
  { title: 'Rinderhackfleisch', typed: ['hackfleisch', 'rinder hack', 'hackfliesch'] },
  { title: 'Apfel Zimt Müsli', typed: ['apfelzimt müsli', 'apfelmüsli zimt', 'zimtmüsli'] },
  { title: 'Sonnenblumenkernbrot', typed: ['sonnenblumenkern brot', 'kernbrot', 'sonnenblumen brot'] },
  { title: 'Himbeermarmelade', typed: ['marmelade himbeer', 'himbeer marmelade', 'marmelde'] },
  { title: 'Edelstahltopf 24 cm', typed: ['edelstahl topf', 'stahltopf', 'edelstahltpof'] },
  { title: 'Geschirr Spülmittel', typed: ['geschirrspülmittel', 'spülmittel', 'spülmitel'] },
];

export const ACCENTS: readonly German[] = [
  { title: 'Crème fraîche', typed: ['creme fraiche', 'créme fraiche'] },
  { title: 'Allgäuer Emmentaler', typed: ['allgauer emmentaler', 'allgaeuer emmentaler'] },
  { title: 'Weißwürste, frisch gebrüht', typed: ['weisswuerste', 'weisswurste', 'Weißwürste'] },
  { title: 'Jalapeño rellenos', typed: ['jalapeno rellenos'] },
  { title: 'Blåbærsyltetøy', typed: ['blabaersyltetoy', 'BLÅBÆRSYLTETØY'] },
  { title: 'Gözleme mit Spinat', typed: ['gozleme', 'goezleme'] },
  { title: 'Łosoś wędzony', typed: ['losos wedzony'] },
  { title: 'Nürnberger Rostbratwürstchen', typed: ['nuernberger rostbratwuerstchen', 'nurnberger'] },
];
