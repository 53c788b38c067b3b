import{a as nt,b as q,c as I,d as at,e as lt,f as Bt,g as $,h as ce,i as Vt,j}from"./part-C46SNE5M.js";import{a as Zt,b as Jt,c as Xt,d as es,e as ts,f as dt,h as ss}from"./part-WNYUEAMU.js";import{a as F,b as h,c as it,d as ot,e as Oe,f as p,g as S,h as Kt,i as Yt,j as n,k as d,l as Ce,m as Qt,n as Me}from"./part-HXSIDYOE.js";import"./part-BF2HSYTZ.js";import"./part-3TRCUYIK.js";import{a as m,b as g,c as b,d as he,e as c}from"./part-K54E55J2.js";var k=r=>(s,e)=>{e!==void 0?e.addInitializer(()=>{customElements.define(r,s)}):customElements.define(r,s)};var Wr={attribute:!0,type:String,converter:Kt,reflect:!1,hasChanged:Yt},Fr=(r=Wr,s,e)=>{let{kind:t,metadata:i}=e,o=globalThis.litPropertyMetadata.get(i);if(o===void 0&&globalThis.litPropertyMetadata.set(i,o=new Map),t==="setter"&&((r=Object.create(r)).wrapped=!0),o.set(e.name,r),t==="accessor"){let{name:a}=e;return{set(l){let u=s.get.call(this);s.set.call(this,l),this.requestUpdate(a,u,r,!0,l)},init(l){return l!==void 0&&this.C(a,void 0,r,l),l}}}if(t==="setter"){let{name:a}=e;return function(l){let u=this[a];s.call(this,l),this.requestUpdate(a,u,r,!0,l)}}throw Error("Unsupported decorator location: "+t)};function _(r){return(s,e)=>typeof e=="object"?Fr(r,s,e):((t,i,o)=>{let a=i.hasOwnProperty(o);return i.constructor.createProperty(o,t),a?Object.getOwnPropertyDescriptor(i,o):void 0})(r,s,e)}function f(r){return _({...r,state:!0,attribute:!1})}var rs={brand:"Brand",editBrand:"Edit brand",accentColour:"Accent colour",accentHint:"# and six digits, such as #0b6e4f. White must be readable on it. Empty for the usual colour.",pickColour:"Pick the accent colour",usualLook:"The usual one",logo:"Logo",logoHint:"PNG or WebP, at most 32 KB, from 16 to 1,024 pixels high and wide. Mail programs show PNG best.",logoOf:r=>`Logo of ${r}`,removeLogo:"Remove the logo",previewButton:"Accept",previewLink:"A link",faults:{low_contrast:"White cannot be read on this colour: the contrast is {amount} : 1, and 4.5 : 1 is needed. Take a darker one.",invalid_colour:"# and six hexadecimal digits are needed.",invalid_picture:"This is not a whole PNG or WebP picture that does not move.",invalid_dimensions:"The picture must have from 16 to 1,024 pixels each way.",picture_too_large:"The file is larger than 32 KB."}},Hr={brand:"Marque",editBrand:"Modifier la marque",accentColour:"Couleur d\u2019accent",accentHint:"# et six chiffres, comme #0b6e4f. Le blanc doit y \xEAtre lisible. Vide pour la couleur habituelle.",pickColour:"Choisir la couleur d\u2019accent",usualLook:"L\u2019habituelle",logo:"Logo",logoHint:"PNG ou WebP, 32 Ko au plus, de 16 \xE0 1 024 pixels de haut et de large. Les messageries affichent mieux le PNG.",logoOf:r=>`Logo de ${r}`,removeLogo:"Retirer le logo",previewButton:"Accepter",previewLink:"Un lien",faults:{low_contrast:"Le blanc n\u2019est pas lisible sur cette couleur : le contraste est de {amount} : 1, il faut 4,5 : 1. Prenez-en une plus fonc\xE9e.",invalid_colour:"Il faut # et six chiffres hexad\xE9cimaux.",invalid_picture:"Ce n\u2019est pas une image PNG ou WebP compl\xE8te et fixe.",invalid_dimensions:"L\u2019image doit avoir de 16 \xE0 1 024 pixels de chaque c\xF4t\xE9.",picture_too_large:"Le fichier d\xE9passe 32 Ko."}},Nr={brand:"Marke",editBrand:"Marke bearbeiten",accentColour:"Akzentfarbe",accentHint:"# und sechs Ziffern, etwa #0b6e4f. Wei\xDF muss darauf lesbar sein. Leer f\xFCr die \xFCbliche Farbe.",pickColour:"Akzentfarbe w\xE4hlen",usualLook:"Die \xFCbliche",logo:"Logo",logoHint:"PNG oder WebP, h\xF6chstens 32 KB, 16 bis 1.024 Pixel hoch und breit. Mailprogramme zeigen PNG am besten.",logoOf:r=>`Logo von ${r}`,removeLogo:"Logo entfernen",previewButton:"Annehmen",previewLink:"Ein Link",faults:{low_contrast:"Wei\xDF ist auf dieser Farbe nicht lesbar: Der Kontrast ist {amount} : 1, n\xF6tig ist 4,5 : 1. Nehmen Sie eine dunklere.",invalid_colour:"N\xF6tig sind # und sechs hexadezimale Ziffern.",invalid_picture:"Das ist kein ganzes, unbewegtes PNG- oder WebP-Bild.",invalid_dimensions:"Das Bild muss 16 bis 1.024 Pixel hoch und breit sein.",picture_too_large:"Die Datei ist gr\xF6\xDFer als 32 KB."}},Gr={brand:"Marca",editBrand:"Editar la marca",accentColour:"Color de acento",accentHint:"# y seis cifras, como #0b6e4f. El blanco debe leerse sobre \xE9l. Vac\xEDo para el color habitual.",pickColour:"Elegir el color de acento",usualLook:"El habitual",logo:"Logotipo",logoHint:"PNG o WebP, 32 KB como m\xE1ximo, de 16 a 1.024 p\xEDxeles de alto y de ancho. El correo muestra mejor PNG.",logoOf:r=>`Logotipo de ${r}`,removeLogo:"Quitar el logotipo",previewButton:"Aceptar",previewLink:"Un enlace",faults:{low_contrast:"El blanco no se lee sobre este color: el contraste es {amount} : 1 y hace falta 4,5 : 1. Elija uno m\xE1s oscuro.",invalid_colour:"Hacen falta # y seis cifras hexadecimales.",invalid_picture:"No es una imagen PNG o WebP completa y fija.",invalid_dimensions:"La imagen debe tener de 16 a 1.024 p\xEDxeles por lado.",picture_too_large:"El archivo supera 32 KB."}},jr={en:rs,fr:Hr,de:Nr,es:Gr};function te(){let r=jr[q.tag]??rs;return q.changed?q.changed(r):r}var is=S`
  a {
    color: var(--_accent);
    text-underline-offset: 0.15em;
  }

  button,
  a.button,
  a.primary {
    align-items: center;
    background: var(--_surface);
    border: 1px solid var(--_strong-line);
    border-radius: var(--_radius);
    color: var(--_text);
    cursor: pointer;
    display: inline-flex;
    font: inherit;
    font-weight: 550;
    gap: 0.4rem;
    justify-content: center;
    max-inline-size: 100%;
    min-block-size: 2.25rem;
    overflow-wrap: anywhere;
    padding: 0.3rem 0.85rem;
    text-align: center;
    text-decoration: none;
  }

  button:hover,
  a.button:hover {
    background: var(--_sunken);
  }

  button:disabled {
    cursor: default;
    opacity: 0.5;
  }

  button.primary,
  a.primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }

  button.danger {
    background: var(--_danger);
    border-color: var(--_danger);
    color: var(--_on-danger);
  }

  button.primary:hover,
  a.primary:hover,
  button.danger:hover {
    filter: brightness(0.93);
  }

  button.warning {
    border-color: var(--_danger);
    color: var(--_danger);
  }

  button.link,
  button.quiet {
    background: none;
    border: 0;
    min-block-size: 1.5rem;
    padding: 0.1rem 0.25rem;
  }

  button.link {
    color: var(--_accent);
    font-weight: inherit;
    padding: 0;
    text-align: start;
    text-decoration: underline;
  }

  button.quiet:hover {
    background: color-mix(in srgb, currentColor 12%, transparent);
  }

  button.small {
    font-size: 0.8125rem;
    min-block-size: 1.875rem;
    overflow-wrap: normal;
    padding: 0.1rem 0.6rem;
  }

  input:not([type="checkbox"], [type="radio"]),
  select,
  textarea {
    background: var(--_surface);
    border: 1px solid var(--_strong-line);
    border-radius: var(--_radius);
    color: inherit;
    font: inherit;
    inline-size: 100%;
    min-block-size: 2.25rem;
    min-inline-size: 0;
    padding: 0.3rem 0.6rem;
  }

  textarea {
    resize: vertical;
  }

  input[type="checkbox"],
  input[type="radio"] {
    accent-color: var(--_accent);
    block-size: 1.125rem;
    flex: none;
    inline-size: 1.125rem;
    margin: 0;
  }

  [aria-invalid="true"] {
    border-color: var(--_danger) !important;
  }

  .field {
    align-content: start;
    display: grid;
    gap: 0.25rem;
    min-inline-size: 0;
  }

  .field > label,
  .field > .label,
  legend {
    font-size: 0.875rem;
    font-weight: 550;
    padding: 0;
  }

  .field > .hint {
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .field > .fault {
    color: var(--_danger);
    font-size: 0.8125rem;
  }

  .choice {
    align-items: start;
    display: flex;
    gap: 0.5rem;
    padding-block: 0.2rem;
  }

  .choice input {
    margin-block-start: 0.15rem;
  }
`;var os=S`
  .head,
  .actions,
  .toolbar {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
  }

  .head {
    justify-content: space-between;
  }

  .head > div:first-child {
    flex: 0 1 auto;
    min-inline-size: 0;
  }

  .actions {
    justify-content: end;
  }

  .actions.start {
    justify-content: start;
  }

  .toolbar {
    align-items: end;
  }

  .toolbar > .field {
    flex: 0 1 12rem;
  }

  @container (max-width: 44rem) {
    .toolbar > .field {
      flex: 1 1 8rem;
    }
  }

  .toolbar > .field.grow {
    flex: 1 1 14rem;
  }

  .stack {
    align-content: start;
    display: grid;
    gap: 0.9rem;
    grid-template-columns: minmax(0, 1fr);
  }

  .columns {
    align-items: start;
    display: grid;
    gap: 1rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
  }

  .pair {
    display: grid;
    gap: 0.9rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr));
  }

  .card {
    align-content: start;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.5);
    display: grid;
    gap: 0.9rem;
    grid-template-columns: minmax(0, 1fr);
    padding: clamp(0.9rem, 3cqi, 1.25rem);
  }

  .card.flush {
    gap: 0;
    overflow: hidden;
    padding: 0;
  }

  .facts {
    display: grid;
    gap: 0.4rem 1rem;
    grid-template-columns: minmax(6rem, auto) minmax(0, 1fr);
  }

  .facts dt {
    color: var(--_muted);
  }

  .announcement {
    inset-block-start: 0.5rem;
    position: sticky;
    z-index: 1;
  }

  .announcement:not(:has(.said)),
  [role="status"]:not(:has(*), p),
  [role="alert"]:not(:has(*)) {
    position: absolute;
  }

  .said {
    align-items: start;
    background: color-mix(in srgb, var(--_good) 14%, var(--_surface));
    border: 1px solid var(--_good);
    border-radius: var(--_radius);
    display: flex;
    gap: 0.5rem;
    justify-content: space-between;
    padding: 0.5rem 0.75rem;
  }

  .said.fault,
  .notice.fault {
    background: color-mix(in srgb, var(--_danger) 10%, var(--_surface));
    border-color: var(--_danger);
  }

  .notice {
    align-items: start;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    display: grid;
    gap: 0.6rem;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    padding: 0.9rem 1rem;
  }

  .notice.empty {
    border: 0;
    justify-items: center;
    padding: 3rem 1.25rem;
    text-align: center;
  }

  .notice.empty .title {
    font-size: 1.0625rem;
    font-weight: 600;
  }

  .notice.empty p:not(.title) {
    color: var(--_muted);
    max-inline-size: 34rem;
  }

  .skeleton {
    display: grid;
    gap: 1rem;
    padding: 1.25rem;
  }

  .bone {
    background: var(--_line);
    block-size: 0.9rem;
    border-radius: 99px;
    inline-size: 100%;
  }

  .bone:nth-child(odd) {
    inline-size: 72%;
  }

  .card.flush > .notice.fault {
    margin: 1rem;
  }

  .pager {
    border-block-start: 1px solid var(--_line);
    display: flex;
    gap: 0.6rem;
    justify-content: end;
    padding: 0.75rem 1rem;
  }

  dialog {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.5);
    box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.3);
    color: inherit;
    inline-size: min(32rem, calc(100vw - 1.5rem));
    max-block-size: calc(100dvh - 1.5rem);
    overflow: auto;
    padding: 1.25rem;
  }

  dialog.wide {
    inline-size: min(46rem, calc(100vw - 1.5rem));
  }

  dialog::backdrop {
    background: rgb(8 10 18 / 0.5);
  }

  dialog form {
    display: grid;
    gap: 1rem;
    grid-template-columns: minmax(0, 1fr);
  }

  ul {
    padding-inline-start: 1.1rem;
  }

  .plain,
  .names,
  .permissions {
    list-style: none;
    padding: 0;
  }

  .plain > li + li {
    border-block-start: 1px solid var(--_line);
    padding-block-start: 0.9rem;
  }

  .names {
    columns: 14rem auto;
    max-block-size: 12rem;
    overflow-y: auto;
  }

  .permissions {
    columns: 15rem auto;
    padding-block-start: 0.5rem;
  }

  summary {
    cursor: pointer;
    font-weight: 550;
  }

  pre {
    background: var(--_sunken);
    border-radius: var(--_radius);
    font-size: 0.8125rem;
    margin: 0.4rem 0 0;
    max-block-size: 16rem;
    max-inline-size: 30rem;
    overflow: auto;
    padding: 0.6rem;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  code {
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }
`;var ns=S`
  table {
    border-collapse: collapse;
    inline-size: 100%;
  }

  caption {
    text-align: start;
  }

  th,
  td {
    border-block-end: 1px solid var(--_line);
    overflow-wrap: break-word;
    padding: 0.65rem 0.9rem;
    text-align: start;
    vertical-align: top;
  }

  tbody th {
    min-inline-size: 13rem;
    overflow-wrap: anywhere;
  }

  thead th {
    overflow-wrap: normal;
  }

  td summary {
    font-weight: 400;
    white-space: nowrap;
  }

  td.wrap {
    min-inline-size: 9rem;
    overflow-wrap: anywhere;
  }

  td time {
    white-space: nowrap;
  }

  tbody th .small {
    font-weight: 400;
  }

  tbody tr:last-child > * {
    border-block-end: 0;
  }

  thead th {
    background: var(--_sunken);
    color: var(--_muted);
    font-size: 0.8125rem;
    font-weight: 600;
    white-space: nowrap;
  }

  tbody th {
    font-weight: 550;
  }

  tbody tr:hover {
    background: color-mix(in srgb, var(--_sunken) 60%, transparent);
  }

  td.tight,
  th.tight {
    inline-size: 1px;
    padding-inline-end: 0;
    white-space: nowrap;
  }

  td.end .actions {
    flex-wrap: nowrap;
  }

  .scroll,
  .listed {
    overflow-x: auto;
    position: relative;
  }

  .badge {
    background: color-mix(in srgb, var(--_tint, var(--_muted)) 13%, var(--_surface));
    border-radius: 99px;
    color: var(--_tint, var(--_muted));
    display: inline-block;
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1.3;
    padding: 0.15rem 0.6rem;
    white-space: nowrap;
  }

  .badge.good {
    --_tint: var(--_good);
  }

  .badge.warn {
    --_tint: var(--_warn);
  }

  .badge.bad {
    --_tint: var(--_danger);
  }

  .tabs {
    border-block-end: 1px solid var(--_line);
    display: flex;
    gap: 0.25rem;
    overflow-x: auto;
    padding-inline: 0.5rem;
  }

  .tabs button {
    background: none;
    border: 0;
    border-block-end: 3px solid transparent;
    border-radius: 0;
    color: var(--_muted);
    flex: none;
    min-block-size: 2.75rem;
    outline-offset: -3px;
    padding-inline: 0.75rem;
    white-space: nowrap;
  }

  .tabs button[aria-pressed="true"] {
    border-color: var(--_accent);
    color: var(--_text);
  }

  .tabs .count {
    background: var(--_sunken);
    border-radius: 99px;
    font-size: 0.8125rem;
    padding: 0 0.5rem;
  }

  .card.flush > .toolbar,
  .card.flush > .selection {
    border-block-end: 1px solid var(--_line);
    padding: 0.9rem 1rem;
  }

  .selection {
    align-items: center;
    background: color-mix(in srgb, var(--_accent) 8%, var(--_surface));
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
  }

  .narrow {
    display: none;
  }

  @container (max-width: 44rem) {
    table.stacks,
    table.stacks tbody,
    table.stacks tr,
    table.stacks tbody th,
    table.stacks td {
      display: block;
    }

    table.stacks thead th:not(.tight),
    table.stacks thead:not(:has(.tight)) {
      block-size: 1px;
      clip-path: inset(50%);
      display: block;
      inline-size: 1px;
      overflow: hidden;
      position: absolute;
      white-space: nowrap;
    }

    table.stacks thead:has(.tight),
    table.stacks thead .tight {
      display: block;
      inline-size: auto;
      padding-inline: 1rem;
    }

    table.stacks thead tr:has(.tight) {
      padding: 0;
    }

    .narrow {
      display: inline;
    }

    table.stacks tr {
      border-block-end: 1px solid var(--_line);
      padding: 0.75rem 1rem;
    }

    table.stacks tr:last-child {
      border-block-end: 0;
    }

    table.stacks tr:has(.tight) {
      padding-inline-start: 2.9rem;
      position: relative;
    }

    table.stacks td.tight {
      inset-block-start: 0.9rem;
      inset-inline-start: 1rem;
      position: absolute;
    }

    table.stacks tbody th,
    table.stacks td {
      border: 0;
      inline-size: auto;
      min-inline-size: 0;
      overflow-wrap: anywhere;
      padding: 0.15rem 0;
      white-space: normal;
    }

    table.stacks td[data-label] {
      display: grid;
      gap: 0.5rem;
      grid-template-columns: 5.5rem minmax(0, 1fr);
      justify-items: start;
    }

    table.stacks td[data-label] > * {
      grid-column: 2;
    }

    table.stacks td[data-label]::before {
      color: var(--_muted);
      content: attr(data-label);
      font-size: 0.8125rem;
      padding-block-start: 0.1rem;
    }

    table.stacks td.end .actions {
      flex-wrap: wrap;
      justify-content: start;
      padding-block-start: 0.4rem;
    }
  }
`;var as=S`
  :host {
    --_accent: var(--usher-accent, light-dark(#2451c4, #9db8ff));
    --_on-accent: var(--usher-on-accent, light-dark(#ffffff, #0c1330));
    --_text: var(--usher-text, light-dark(#171c28, #e9ecf4));
    --_muted: var(--usher-muted, light-dark(#545e72, #a9b2c5));
    --_surface: var(--usher-surface, light-dark(#ffffff, #171b25));
    --_sunken: var(--usher-sunken, light-dark(#f3f5f9, #10131b));
    --_line: var(--usher-line, light-dark(#dce1ea, #2e3545));
    --_strong-line: light-dark(#7f889b, #6f7a90);
    --_danger: light-dark(#b3261e, #ffb4ab);
    --_on-danger: light-dark(#ffffff, #3b0906);
    --_good: light-dark(#176b3a, #84d6a3);
    --_warn: light-dark(#8a5300, #f3c069);
    --_radius: var(--usher-radius, 0.5rem);
    --_font: var(--usher-font, system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif);
    color: var(--_text);
    display: block;
    font: 0.9375rem/1.5 var(--_font);
    overflow-wrap: anywhere;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  [tabindex="-1"]:focus {
    outline: none;
  }

  .frame {
    container-type: inline-size;
    display: grid;
    gap: 1rem;
    grid-template-columns: minmax(0, 1fr);
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset {
    border: 0;
    margin: 0;
    min-inline-size: 0;
    padding: 0;
  }

  h1 {
    font-size: 1.5rem;
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
  }

  h2 {
    font-size: 1.125rem;
    font-weight: 650;
    line-height: 1.35;
  }

  h3 {
    font-size: 0.9375rem;
    font-weight: 650;
  }

  .muted {
    color: var(--_muted);
  }

  .small {
    font-size: 0.8125rem;
  }

  .hidden {
    block-size: 1px;
    clip-path: inset(50%);
    inline-size: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: no-preference) {
    a,
    button,
    input,
    select {
      transition:
        background-color 0.12s,
        border-color 0.12s;
    }
  }
`;var Ie=[as,is,os,ns];var y=class extends Ce{constructor(){super(...arguments);this.account="";this.forgetRules=Me;this.#e=()=>this.requestUpdate()}static{this.styles=Ie}connectedCallback(){super.connectedCallback(),q.addEventListener("change",this.#e)}disconnectedCallback(){super.disconnectedCallback(),q.removeEventListener("change",this.#e)}get t(){return I()}say(e,t=!1){this.said={text:e,isFault:t}}quiet(){this.said=void 0}async readRules(){return this.rules=await Qt(this.account),this.rules}linkTo(e,t,i="link"){let o=ot(e);return o!==void 0?n`<a class=${i} href=${o}>${t}</a>`:n`<button type="button" class=${i} @click=${()=>this.open(e)}>${t}</button>`}open(e){this.send("usher-open",e);let t=ot(e);t!==void 0&&location.assign(t)}send(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t,bubbles:!0,composed:!0}))}announcement(){let{said:e}=this,t=()=>this.quiet();return n`<div class="announcement" role="status" aria-live="polite">
      ${e?n`<p class=${e.isFault?"said fault":"said"}>
              <span>${e.text}</span>
              <button type="button" class="quiet" aria-label=${this.t.dismiss} @click=${t}>×</button>
            </p>`:d}
    </div>`}#e};m([_()],y.prototype,"account",2),m([f()],y.prototype,"rules",2),m([f()],y.prototype,"said",2);function B(r,s){if(!(r instanceof F))return s.problems.unreachable??"";let e=s.problems[r.code];return r.code==="rate_limited"&&r.retryAfter!==void 0?s.tryAgainIn(r.retryAfter):e!==void 0?e:r.status>=500?s.problems.unavailable??"":r.problem?.detail??s.problems.unavailable??""}function ls(r,s){let e=new Map;if(!(r instanceof F))return e;for(let t of r.problem?.errors??[])e.has(t.field)||e.set(t.field,s.faults[t.code]??t.message);return e}var E=class{constructor(s){this.host=s;s.addController(this)}#e;#t;#s=!1;hostUpdated(){let s=this.host.renderRoot.querySelector("dialog");s&&!s.open&&s.showModal()}ask(s){this.#e=s,this.#t=void 0,this.#s=!1,this.host.requestUpdate()}close(){this.#e=void 0,this.host.requestUpdate(),this.host.updateComplete.then(()=>{document.activeElement===document.body&&this.host.renderRoot.querySelector("h1, h2")?.focus()})}render(s){let e=this.#e;if(e===void 0)return d;let t=ls(this.#t,s);return n`<dialog
      class=${e.wide?"wide":""}
      aria-labelledby="dialog-title"
      @close=${()=>this.close()}
      @cancel=${i=>this.#s&&i.preventDefault()}
    >
      <form @submit=${i=>this.#r(i,e)} novalidate>
        <h2 id="dialog-title">${e.title}</h2>
        <div class="stack">${e.body(t)}</div>
        <div role="alert">
          ${this.#t!==void 0?n`<p class="said fault">${B(this.#t,s)}</p>`:d}
        </div>
        <div class="actions">
          <button type="button" @click=${Br}>${e.confirm?s.cancel:s.close}</button>
          ${e.confirm?n`<button
                  type="submit"
                  class=${e.isDangerous?"danger":"primary"}
                  ?disabled=${this.#s}
                >
                  ${this.#s?s.working:e.confirm}
                </button>`:d}
        </div>
      </form>
    </dialog>`}async#r(s,e){if(s.preventDefault(),this.#s||e.act===void 0)return;let t=s.target;this.#s=!0,this.host.requestUpdate();try{await e.act(new FormData(t)),this.#e===e&&(t.closest("dialog")?.close(),this.close())}catch(i){this.#t=i}this.#s=!1,this.host.requestUpdate()}};function Br(r){r.target.closest("dialog")?.close()}function x(r,s=new Map){let{name:e,label:t,value:i="",type:o="text",autocomplete:a="off",hint:l,isRequired:u=!1,id:v=e}=r,O=s.get(e),L=[l===void 0?"":`${v}-hint`,O===void 0?"":`${v}-fault`];return n`<div class="field">
    <label for=${v}>${t}</label>
    <input
      id=${v}
      name=${e}
      type=${o}
      value=${i}
      autocomplete=${a}
      ?required=${u}
      aria-invalid=${O===void 0?d:"true"}
      aria-describedby=${L.join(" ").trim()||d}
    />
    ${l===void 0?d:n`<span class="hint" id="${v}-hint">${l}</span>`}
    ${O===void 0?d:n`<span class="fault" id="${v}-fault">${O}</span>`}
  </div>`}function De(r,s,e,t=!1){let i=(o,a,l)=>x({name:o,label:a,value:s?.[o]??"",autocomplete:t?l:"off"},e);return n`<div class="pair">
    ${i("given_name",r.givenName,"given-name")} ${i("family_name",r.familyName,"family-name")}
  </div>`}function C(r,s=5){return n`<div class="skeleton" role="status">
    <span class="hidden">${r.loading}</span>
    ${Array.from({length:s},()=>n`<span class="bone"></span>`)}
  </div>`}function U(r,s,e){return n`<div class="notice fault" role="alert">
    <p>${B(r,s)}</p>
    <button type="button" @click=${e}>${s.tryAgain}</button>
  </div>`}function D(r,s,e=d){return n`<div class="notice empty">
    <p class="title">${r}</p>
    <p>${s}</p>
    ${e}
  </div>`}function K(r,s,e,t){if(r.state==="failed")return U(r.error,s,()=>{r.reload()});if(r.state==="loading"&&r.rows.length===0)return C(s);let i=r.rows.length===0;return n`<div class="listed" aria-busy=${r.state==="loading"}>${i?e():t()}</div>
    ${Kr(r,s)}`}function Kr(r,s){return!r.hasNext&&!r.hasPrevious?d:n`<nav class="pager" aria-label=${s.pages}>
    <button type="button" ?disabled=${!r.hasPrevious} @click=${()=>r.previous()}>${s.previousPage}</button>
    <button type="button" ?disabled=${!r.hasNext} @click=${()=>r.next()}>${s.nextPage}</button>
  </nav>`}var ds=S`
  /* Drawn for white. */
  .logo {
    background: #fff;
    border-radius: 0.25rem;
    max-block-size: 2.5rem;
    max-inline-size: 10rem;
    object-fit: contain;
    padding: 0.125rem;
    vertical-align: middle;
  }

  .previews {
    display: grid;
    gap: 0.75rem;
    grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
    margin-block-start: 1rem;
  }

  .preview {
    --_preview: light-dark(#2451c4, #9db8ff);
    background: light-dark(#ffffff, #171b25);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    color: light-dark(#171c28, #e9ecf4);
    display: grid;
    gap: 0.75rem;
    padding: 0.9rem;
  }

  .preview.light {
    color-scheme: light;
  }

  .preview.dark {
    color-scheme: dark;
  }

  .preview-head {
    align-items: center;
    display: flex;
    gap: 0.6rem;
  }

  .preview-button {
    background: var(--_preview);
    border-radius: var(--_radius);
    color: light-dark(#ffffff, #0c1330);
    display: inline-block;
    font-weight: 550;
    margin-inline-end: 0.75rem;
    padding: 0.35rem 0.85rem;
  }

  .preview-link {
    color: var(--_preview);
    text-decoration: underline;
  }

  .colour {
    align-items: start;
    display: grid;
    gap: 0.75rem;
    grid-template-columns: minmax(0, 1fr) auto;
  }

  .colour > input {
    block-size: 2.25rem;
    inline-size: 3rem;
    margin-block-start: 1.55rem;
    padding: 0.15rem;
  }
`;var Yr=32*1024;function cs(r,s){let{accent_colour:e,accent_by_day:t,accent_by_night:i,logo:o}=r.brand,a=o==null?"":Oe(o),l=te();return n`<section class="card" aria-labelledby="brand">
    <div class="head">
      <h2 id="brand">${l.brand}</h2>
      ${s?n`<button type="button" class="small" @click=${s}>${l.editBrand}</button>`:d}
    </div>
    <dl class="facts">
      <dt>${l.accentColour}</dt>
      <dd>${e??l.usualLook}</dd>
      <dt>${l.logo}</dt>
      <dd>${o==null?"\u2014":n`<img class="logo" src=${a} alt=${l.logoOf(r.product_name)} />`}</dd>
    </dl>
    <div class="previews">
      ${ct(r.product_name,a,t??"","light")}
      ${ct(r.product_name,a,i??"","dark")}
    </div>
  </section>`}function ct(r,s,e,t){let i=te();return n`<div class="preview ${t}" .style=${e&&`--_preview: ${e}`}>
    <p class="preview-head">${s&&n`<img class="logo" src=${s} alt="" />`} <strong>${r}</strong></p>
    <p><span class="preview-button">${i.previewButton}</span> <span class="preview-link">${i.previewLink}</span></p>
  </div>`}function Qr(r){let{faults:s}=te(),e=({field:t,code:i,message:o})=>{let a=/is ([\d.]+) : 1/.exec(o)?.[1]??"";return[t,(s[i]??o).replace("{amount}",a)]};return new Map(r instanceof F?r.problem?.errors?.map(e):[])}function us(r,s,e){let t=te(),i=Qr(e),o=/^#[0-9a-f]{6}$/i.test(s.colour),a=o&&!i.has("brand.accent_colour")?s.colour:"",l=s.fault||i.get("brand.logo"),u={name:"brand.accent_colour",label:t.accentColour,value:s.colour,hint:t.accentHint};return n`
    <div class="colour">
      ${x(u,i)}
      <input type="color" aria-label=${t.pickColour} data-picker .value=${o?s.colour:"#2451c4"} />
    </div>
    <div class="field">
      <label for="logo">${t.logo}</label>
      <input
        id="logo"
        type="file"
        accept="image/png,image/webp"
        aria-invalid=${l?"true":d}
        aria-describedby=${l?"logo-hint logo-fault":"logo-hint"}
      />
      <span class="hint" id="logo-hint">${t.logoHint}</span>
      ${l?n`<span class="fault" id="logo-fault">${l}</span>`:d}
    </div>
    ${s.logo&&n`<button type="button" class="small" data-remove>${t.removeLogo}</button>`}
    <div class="previews">${ct(r.product_name,s.logo,a,"light")}</div>
  `}function ps(r,s){let e=s.colour.trim()||null,[,t]=s.logo.split(";base64,");return t!==void 0?{accent_colour:e,logo:t}:s.logo===""&&r.brand.logo!=null?{accent_colour:e,logo:null}:{accent_colour:e}}async function ms(r){let s=te();if(!["image/png","image/webp"].includes(r.type))return{fault:s.faults.invalid_picture??""};if(r.size>Yr)return{fault:s.faults.picture_too_large??""};let e=new FileReader,t=new Promise((i,o)=>Object.assign(e,{onload:i,onerror:o}));return e.readAsDataURL(r),await t,{logo:String(e.result),fault:""}}var hs={en:"English",fr:"Fran\xE7ais",de:"Deutsch",es:"Espa\xF1ol"},xe,fe,z,fs,gs,vs,ut,ze,Q=class extends y{constructor(){super(...arguments);b(this,z);this.mayUpdate=!1;b(this,xe,"");b(this,fe,new E(this))}willUpdate(e){e.has("account")&&c(this,z,ze).call(this)}render(){let{t:e,shown:t,error:i}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${e.account}</h1></div>
      ${t?n`${c(this,z,fs).call(this,t)}
              ${cs(t,this.mayUpdate?()=>c(this,z,vs).call(this,t):void 0)}`:i===void 0?n`<div class="card">${C(e)}</div>`:U(i,e,()=>{c(this,z,ze).call(this)})}
      ${g(this,fe).render(e)}
    </div>`}};xe=new WeakMap,fe=new WeakMap,z=new WeakSet,fs=function(e){let{t}=this;return n`<section class="card" aria-labelledby="settings">
      <div class="head">
        <h2 id="settings">${t.settings}</h2>
        ${this.mayUpdate?n`<button type="button" class="small" @click=${()=>c(this,z,gs).call(this,e)}>${t.edit}</button>`:d}
      </div>
      <dl class="facts">
        <dt>${t.name}</dt>
        <dd>${e.name}</dd>
        <dt>${t.productName}</dt>
        <dd>${e.product_name}</dd>
        <dt>${t.supportAddress}</dt>
        <dd>${e.support_address??"\u2014"}</dd>
        <dt>${t.languageOfEmails}</dt>
        <dd>${hs[e.locale]}</dd>
        <dt>${t.added}</dt>
        <dd>${$(e.created_at)}</dd>
      </dl>
    </section>`},gs=function(e){let{t}=this;g(this,fe).ask({title:t.settings,body:i=>n` ${x({name:"name",label:t.name,value:e.name,isRequired:!0},i)}
          ${x({name:"product_name",label:t.productName,value:e.product_name,hint:t.productNameHint},i)}
          ${x({name:"support_address",label:t.supportAddress,type:"email",value:e.support_address??""},i)}
          <div class="field">
            <label for="locale">${t.languageOfEmails}</label>
            <select id="locale" name="locale">
              ${Object.entries(hs).map(([o,a])=>n`<option value=${o} ?selected=${o===e.locale}>${a}</option>`)}
            </select>
          </div>`,confirm:t.save,act:async i=>{let o=l=>String(i.get(l)??"").trim(),a={name:o("name"),product_name:o("product_name"),support_address:o("support_address")||null,locale:o("locale")};await c(this,z,ut).call(this,a)}})},vs=function(e){let{logo:t,accent_colour:i}=e.brand,o={colour:i??"",logo:t==null?"":Oe(t),fault:""},a,l=O=>{Object.assign(o,O),this.requestUpdate()},u=async O=>{let L=O.target;if(L.dataset.picker!==void 0||L.name){let jt=this.renderRoot.querySelector("[name='brand.accent_colour']");jt&&(jt.value=L.value),l({colour:L.value.trim()})}let Ae=L.files?.[0];Ae&&l(await ms(Ae))},v=O=>{O.target.dataset.remove!==void 0&&l({logo:"",fault:""})};g(this,fe).ask({title:te().brand,body:()=>n`<div class="stack" @input=${u} @click=${v}>${us(e,o,a)}</div>`,confirm:this.t.save,act:async()=>{try{await c(this,z,ut).call(this,{brand:ps(e,o)})}catch(O){throw a=O,O}}})},ut=async function(e){let t={path:{account:this.account},header:{"If-Match":g(this,xe)}};this.shown=await h(p().PATCH("/v1/accounts/{account}",{params:t,body:e})),this.say(this.t.saved),this.send("usher-account-changed",this.shown),await c(this,z,ze).call(this)},ze=async function(){this.error=void 0;try{let e=await p().GET("/v1/accounts/{account}",{params:{path:{account:this.account}}});he(this,xe,e.response.headers.get("etag")??""),this.shown=e.data}catch(e){this.error=e}},Q.styles=[...y.styles,ds],m([_({type:Boolean,attribute:"may-update"})],Q.prototype,"mayUpdate",2),m([f()],Q.prototype,"shown",2),m([f()],Q.prototype,"error",2),Q=m([k("usher-account")],Q);var H=class{constructor(s,e){this.host=s;this.read=e;this.rows=[];this.state="loading";this.#t=[void 0];this.#s=0;s.addController(this)}#e;#t;#s;hostConnected(){}get hasNext(){return this.#e!=null}get hasPrevious(){return this.#t.length>1}restart(){return this.#t=[void 0],this.reload()}next(){return this.#t.push(this.#e??void 0),this.reload()}previous(){return this.#t.pop(),this.reload()}async reload(){let s=++this.#s;this.state="loading",this.host.requestUpdate();try{let e=await this.#r(this.#t.at(-1));if(s!==this.#s)return;this.rows=e.data,this.#e=e.page.after,this.state="ready"}catch(e){if(s!==this.#s)return;this.error=e,this.state="failed"}this.host.requestUpdate()}replace(s){this.rows=this.rows.map(e=>e.id===s.id?s:e),this.host.requestUpdate()}remove(s){this.rows=this.rows.filter(e=>e.id!==s),this.host.requestUpdate()}async#r(s){let e=await this.read(s);for(let t=1;t<5&&e.data.length===0&&e.page.after!=null;t+=1)e=await this.read(e.page.after);return e}};var Vr={en:()=>import("./part-VIRJZAWB.js"),fr:()=>import("./part-CK3UHVUC.js"),de:()=>import("./part-SV5JS7MC.js"),es:()=>import("./part-CEEKX24Q.js"),"en-XA":()=>import("./part-FII6UOX2.js")};async function bs(){return(await Vr[q.tag]?.())?.actions??{}}async function _e(r,s,e=()=>{}){let t={done:[],failed:[]},i=[...r],o=async()=>{for(let a=i.shift();a!==void 0;a=i.shift()){let l=a;await s(l).then(u=>t.done.push({one:l,result:u}),u=>t.failed.push({one:l,error:u})),e(t.done.length+t.failed.length)}};return await Promise.all(Array.from({length:4},o)),t}var se=class{constructor(s){this.host=s}#e=new Map;#t=new Set;#s=new Set;of(s){return s===null?void 0:this.#e.get(s)}name(s){let e=this.of(s);return e&&([e.given_name,e.family_name].filter(Boolean).join(" ")||e.email)}isGone(s){return this.#s.has(s)}async read(s,e){let t=e.filter(({status:o})=>o!=="declined"&&o!=="revoked"),i=e.map(({invited_by:o})=>o).filter(o=>o!==null);await this.readUsers(s,[...new Set([...t.map(({user:o})=>o),...i])])}async readUsers(s,e){let t=e.filter(o=>!this.#t.has(o));for(let o of t)this.#t.add(o);let{failed:i}=await _e(t,async o=>{let a=await h(p().GET("/v1/accounts/{account}/users/{user}",{params:{path:{account:s,user:o}}}));this.#e.set(o,a),this.host.requestUpdate()});for(let{one:o}of i)this.#s.add(o);i.length>0&&this.host.requestUpdate()}};var Re,re,A,ys,$s,ws,ks,xs,_s,Rs,Ts,Y=class extends y{constructor(){super(...arguments);b(this,A);this.target="";this.label="";this.heading="1";this.filters={};this.names={};b(this,Re,"");this.list=new H(this,e=>c(this,A,Ts).call(this,e));b(this,re,new se(this))}willUpdate(e){g(this,Re)!==this.t.tag&&(he(this,Re,this.t.tag),bs().then(t=>this.names=t,()=>{})),["account","target","filters"].some(t=>e.has(t))&&this.list.restart().then(()=>c(this,A,Rs).call(this))}render(){let{t:e,list:t}=this;if(this.heading==="2"&&t.state==="failed"&&t.error.status===403)return n``;let i=this.label||e.auditTrail;return n`<div class="frame">
      ${this.heading==="1"?n`<div class="head"><h1 tabindex="-1">${i}</h1></div>`:n`<h2>${i}</h2>`}
      <section class="card flush" aria-label=${i}>
        ${this.heading==="1"?c(this,A,ys).call(this):d}
        ${K(t,e,()=>D(e.noEvents,e.noEventsHint),()=>c(this,A,$s).call(this))}
      </section>
    </div>`}};Re=new WeakMap,re=new WeakMap,A=new WeakSet,ys=function(){let{t:e,filters:t}=this,i=o=>a=>c(this,A,_s).call(this,{[o]:a.target.value});return n`<search class="toolbar">
      <div class="field grow">
        <label for="action">${e.whatHappened}</label>
        <select id="action" @change=${i("action")}>
          <option value="">${e.everything}</option>
          ${Object.entries(this.names).map(([o,a])=>n`<option value=${o} ?selected=${t.action===o}>${a}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="from">${e.from}</label>
        <input id="from" type="date" .value=${t.from??""} @change=${i("from")} />
      </div>
      <div class="field">
        <label for="to">${e.to}</label>
        <input id="to" type="date" .value=${t.to??""} @change=${i("to")} />
      </div>
    </search>`},$s=function(){let{t:e}=this,t=[e.when,e.whatHappened,e.who,...this.target?[]:[e.toWhom],e.details];return n`<table class="stacks" role="table">
      <caption class="hidden">
        ${e.auditTrail}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${t.map(i=>n`<th scope="col" role="columnheader">${i}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${this.list.rows.map(i=>c(this,A,ws).call(this,i))}
      </tbody>
    </table>`},ws=function(e){let{t}=this;return n`<tr role="row">
      <td role="cell" data-label=${t.when}>${$(e.at,!0)}</td>
      <td role="cell" data-label=${t.whatHappened}>${this.names[e.action]??e.action}</td>
      <td role="cell" class="wrap" data-label=${t.who}>${c(this,A,ks).call(this,e)}</td>
      ${this.target?d:n`<td role="cell" class="wrap" data-label=${t.toWhom}>${c(this,A,xs).call(this,e.target)}</td>`}
      <td role="cell" data-label=${t.details}>
        <details>
          <summary>${t.beforeAndAfter}</summary>
          <pre tabindex="0">
${JSON.stringify({before:e.before,after:e.after,source_ip:e.source_ip},null,2)}</pre>
        </details>
      </td>
    </tr>`},ks=function({actor:e}){let{t}=this;return e.type==="user"?g(this,re).name(e.id)??t.someone:e.type==="api_token"?t.tokenOf(g(this,re).name(e.user)??t.someone):e.type==="operator"?t.operator:t.byItself},xs=function(e){let{t}=this,i=g(this,re).of(e);return i?this.linkTo({screen:"user",user:i.id},g(this,re).name(e)):n`<span title=${e}>${t.targets[e.split("_",1)[0]??""]??e}</span>`},_s=function(e){this.filters=Object.fromEntries(Object.entries({...this.filters,...e}).filter(([,t])=>t)),this.send("usher-filters",this.filters)},Rs=async function(){let e=this.list.rows.flatMap(({actor:t,target:i})=>[t.type==="user"?t.id:t.type==="api_token"?t.user:"",i]);await g(this,re).readUsers(this.account,[...new Set(e)].filter(t=>t.startsWith("usr_")))},Ts=function(e){let{account:t,target:i,filters:o}=this,a={...o,...i&&{target:i},...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/audit-events",{params:{path:{account:t},query:a}}))},m([_()],Y.prototype,"target",2),m([_()],Y.prototype,"label",2),m([_()],Y.prototype,"heading",2),m([_({attribute:!1})],Y.prototype,"filters",2),m([f()],Y.prototype,"names",2),Y=m([k("usher-audit")],Y);var qe="/v1/accounts/{account}/users/{user}",pt="/v1/accounts/{account}/invitations/{invitation}";function We(r,s){return h(p().POST(`${qe}/deactivate`,{params:{path:{account:r,user:s}}}))}function Fe(r,s,e){let t=e?{grants:e}:{};return h(p().POST(`${qe}/reactivate`,{params:{path:{account:r,user:s}},body:t}))}async function Ss(r,s){await p().DELETE(qe,{params:{path:{account:r,user:s}}})}function He(r,s,e,t){return mt(r,s,{grants:e},t)}function mt(r,s,e,t){let i=t===void 0?{}:{"If-Match":t};return h(p().PATCH(qe,{params:{path:{account:r,user:s},header:i},body:e}))}function Ne(r,s){return h(p().GET(pt,{params:{path:{account:r,invitation:s.invitation??""}}}))}function ge(r,s){return h(p().POST(`${pt}/resend`,{params:{path:{account:r,invitation:s}}}))}function Ge(r,s){return h(p().POST(`${pt}/revoke`,{params:{path:{account:r,invitation:s}}}))}var Zr={pending:"warn",lapsed:"bad",accepted:"good",declined:"",revoked:"",expired:"bad"},Jr={unsent:"",queued:"",sent:"",delivered:"good",failed:"bad",suppressed:"bad",bounced:"bad",complained:"bad"},je=(r,s)=>n`<span class="badge ${Zr[r]}">${s.invitationStatus[r]}</span>`;function Be({delivery:{status:r,at:s,reason:e}},t){return n`<span class="badge ${Jr[r]}">${t.deliveryStatus[r]}</span>
    <span class="small muted">${$(s,!0)}</span>
    ${e===null?d:n`<div class="small muted">${e}</div>`}`}function Es(r,s,e){let t=[e.user,e.role,e.status,e.emailDelivery,e.sentBy,e.expires];return n`<table class="stacks" role="table">
    <caption class="hidden">
      ${e.invitations}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${t.map(i=>n`<th scope="col" role="columnheader">${i}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${e.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${s.map(i=>Xr(r,i,e))}
    </tbody>
  </table>`}function Xr(r,s,e){let{people:t,rules:i}=r,o=t.of(s.user),a=["pending","lapsed","expired"].includes(s.status),l=o?r.linkTo({screen:"user",user:o.id},t.name(o.id)??s.email):s.email;return n`<tr role="row">
    <th scope="row" role="rowheader">
      ${l}
      ${o&&t.name(o.id)!==o.email?n`<div class="small muted">${o.email}</div>`:d}
    </th>
    <td role="cell" data-label=${e.role}>${o&&a?j(o.grants,i,e):"\u2014"}</td>
    <td role="cell" data-label=${e.status}>${je(s.status,e)}</td>
    <td role="cell" data-label=${e.emailDelivery}>${Be(s,e)}</td>
    <td role="cell" data-label=${e.sentBy}>
      ${ei(r,s,e)}
      <div class="small muted">${$(s.created_at)}</div>
    </td>
    <td role="cell" data-label=${e.expires}>${a?$(s.expires_at):"\u2014"}</td>
    <td role="cell" class="end"><div class="actions">${ti(r,s,e)}</div></td>
  </tr>`}function ei({people:r},{invited_by:s},e){return s===null?e.operator:r.name(s)??(r.isGone(s)?e.someone:"\u2026")}function ti(r,s,e){let t=o=>s.allowed_actions.includes(o),i=o=>`${o}: ${s.email}`;return[t("resend")?n`<button
          type="button"
          class="small"
          aria-label=${i(e.resendInvitation)}
          @click=${()=>r.askResend(s)}
        >
          ${e.resend}
        </button>`:d,t("revoke")?n`<button
          type="button"
          class="small warning"
          aria-label=${i(e.revokeInvitation)}
          @click=${()=>r.askRevoke(s)}
        >
          ${e.revoke}
        </button>`:d]}var si=["pending","lapsed","expired","accepted","declined","revoked"],ri=["queued","sent","delivered","bounced","complained","suppressed","failed","unsent"],ii=300,be,Te,R,ht,Ps,ft,gt,Us,Ke,As,ve=class extends y{constructor(){super(...arguments);b(this,R);this.filters={};this.list=new H(this,e=>c(this,R,As).call(this,e));this.people=new se(this);b(this,be,new E(this));b(this,Te)}willUpdate(e){!e.has("account")&&!e.has("filters")||(e.has("account")&&this.readRules().catch(()=>{}),this.list.restart().then(()=>this.people.read(this.account,this.list.rows)))}render(){let{t:e,list:t}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${e.invitations}</h1>
        ${c(this,R,gt).call(this)}
      </div>
      <section class="card flush" aria-label=${e.invitations}>
        ${c(this,R,Ps).call(this)}
        ${K(t,e,()=>c(this,R,Us).call(this),()=>Es(this,t.rows,e))}
      </section>
      ${g(this,be).render(e)}
    </div>`}askResend(e){let{t}=this;g(this,be).ask({title:t.resendInvitation,body:()=>n`<p>${t.resendMeans(e.email)}</p>`,confirm:t.resendInvitation,act:async()=>c(this,R,ht).call(this,"resend",await ge(this.account,e.id),t.invitationSent(e.email))})}askRevoke(e){let{t}=this;g(this,be).ask({title:t.revokeInvitation,body:()=>n`<p>${t.revokeMeans(e.email)}</p>`,confirm:t.revokeInvitation,isDangerous:!0,act:async()=>c(this,R,ht).call(this,"revoke",await Ge(this.account,e.id),t.invitationRevoked(e.email))})}};be=new WeakMap,Te=new WeakMap,R=new WeakSet,ht=function(e,t,i){let{status:o}=this.filters;o&&t.status!==o?this.list.remove(t.id):this.list.replace(t),this.say(i),this.send("usher-changed",{action:e,invitations:[t]})},Ps=function(){let{t:e,filters:t}=this,i=o=>{let a=o.target.value.trim();clearTimeout(g(this,Te)),he(this,Te,setTimeout(()=>c(this,R,Ke).call(this,{query:a}),ii))};return n`<search class="toolbar">
      <div class="field grow">
        <label for="query">${e.searchAddress}</label>
        <input id="query" type="search" autocomplete="off" .value=${t.query??""} @input=${i} />
      </div>
      ${c(this,R,ft).call(this,"status",e.status,e.anyStatus,si.map(o=>[o,e.invitationStatus[o]]))}
      ${c(this,R,ft).call(this,"delivery",e.emailDelivery,e.anyDelivery,ri.map(o=>[o,e.deliveryStatus[o]]))}
    </search>`},ft=function(e,t,i,o){return n`<div class="field">
      <label for=${e}>${t}</label>
      <select id=${e} @change=${l=>c(this,R,Ke).call(this,{[e]:l.target.value})}>
        <option value="">${i}</option>
        ${o.map(([l,u])=>n`<option value=${l??""} ?selected=${this.filters[e]===l}>${u}</option>`)}
      </select>
    </div>`},gt=function(e=`+ ${this.t.inviteUsers}`){return this.rules?.toInvite.length?this.linkTo({screen:"invite"},e,"primary button"):d},Us=function(){let{t:e}=this;if(Object.keys(this.filters).length===0)return D(e.noInvitations,e.noInvitationsHint,c(this,R,gt).call(this,e.inviteUsers));let t=()=>c(this,R,Ke).call(this,{query:"",status:"",delivery:""});return D(e.nothingFound,e.nobodyFoundHint,n`<button type="button" @click=${t}>${e.clearFilters}</button>`)},Ke=function(e){let t=Object.entries({...this.filters,...e}).filter(([,i])=>i);this.filters=Object.fromEntries(t),this.send("usher-filters",this.filters)},As=function(e){let t={...this.filters,...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/invitations",{params:{path:{account:this.account},query:t}}))},m([_({attribute:!1})],ve.prototype,"filters",2),ve=m([k("usher-invitations")],ve);var ie=class{constructor(s){this.host=s;this.drafts=[];this.roles=[];s.addController(this)}hostConnected(){this.#t()}#e;async#t(){this.#e??=await import("./part-TB7D2QWG.js").then(({grantsForm:s})=>s,()=>{}),this.changed()}begin(s,e,t=[]){this.#t(),this.rules=s,this.roles=e,this.drafts=t.map(i=>({role:i.role,units:i.units,permissions:[...i.permissions],ends:vt(i.ends_at),held:i})),t.length===0&&this.add(s.model.default_role??void 0),this.changed()}get mayAdd(){return this.roles.length>0&&(this.rules?.policies.roles_per_user==="several"||this.drafts.length===0)}roleOf(s){return this.roles.find(e=>e.role===s.role)}add(s){let e=this.roles.filter(i=>!this.drafts.some(o=>o.role===i.role)),t=this.roles.find(i=>i.role===s)??e.at(-1)??this.roles[0];t&&(this.drafts=[...this.drafts,Os(t)]),this.changed()}choose(s,e){let t=this.roles.find(i=>i.role===e);t&&(this.drafts=this.drafts.map((i,o)=>o===s?{...Os(t),ends:i.ends}:i)),this.changed()}set(s,e){this.drafts=this.drafts.map((t,i)=>i===s?{...t,...e}:t),this.changed()}remove(s){this.drafts=this.drafts.filter((e,t)=>t!==s),this.changed()}changed(){this.host.requestUpdate()}value(){return this.drafts.map(s=>oi(s,this.roleOf(s)?.ends_at??null))}render(s,e=new Map){return this.#e?.(this,s,e)??d}};function Os(r){let s=r.units==="all"||r.units.length>1?r.units:[...r.units];return{role:r.role,units:s,permissions:[],ends:vt(r.ends_at)}}function oi({role:r,units:s,permissions:e,ends:t,held:i},o){let l=[i?.ends_at??null,o].filter(u=>u!==null).find(u=>vt(u)===t)??(t||null);return{role:r,units:s,permissions:e,ends_at:l}}function vt(r){return r===null?"":new Date(Date.parse(r)-1).toISOString().slice(0,10)}var ye=S`
  .grant {
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    display: grid;
    gap: 0.9rem;
    grid-template-columns: minmax(0, 1fr);
    justify-items: stretch;
    padding: 0.9rem;
  }

  .grant > button {
    justify-self: start;
  }

  .units {
    gap: 0.25rem;
  }

  .choices {
    column-gap: 1.25rem;
    columns: 13rem auto;
    max-block-size: 16rem;
    overflow-y: auto;
  }

  .choices .choice {
    break-inside: avoid;
  }
`;var Cs=S`
  .drop {
    background: var(--_sunken);
    border: 2px dashed var(--_strong-line);
    border-radius: var(--_radius);
    display: grid;
    gap: 0.4rem;
    padding: 0.9rem;
  }

  .drop label {
    font-size: 0.875rem;
    font-weight: 550;
  }

  .drop input[type="file"] {
    background: none;
    border: 0;
    padding: 0;
  }

  .between {
    justify-content: space-between;
  }

  .columns-of-file {
    display: grid;
    gap: 0.9rem;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 12rem), 1fr));
  }

  table.rows td {
    padding: 0.4rem 0.5rem;
  }

  table.rows td:first-child {
    min-inline-size: 14rem;
    padding-inline-start: 1rem;
  }

  table.rows select {
    min-inline-size: 7rem;
  }

  .card.flush > p.notice {
    border: 0;
    margin: 0;
  }

  progress {
    accent-color: var(--_accent);
    block-size: 1rem;
    inline-size: 100%;
  }

  @container (max-width: 44rem) {
    table.rows td,
    table.rows td:first-child {
      min-inline-size: 0;
      padding-inline: 0;
    }

    table.rows tr {
      display: grid;
      gap: 0 0.75rem;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }

    table.rows td[data-label] {
      align-content: start;
      gap: 0.1rem;
      grid-template-columns: 1fr;
      justify-items: stretch;
    }

    table.rows td[data-label] > * {
      grid-column: 1;
    }

    table.rows td:first-child {
      grid-column: 1 / -1;
    }

    table.rows td.end {
      align-self: end;
    }
  }
`;function Ls(r){return ni(r).flatMap(s=>{let e=/^(.*?)<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(s);if(e)return[{email:Ms(e[2]??""),...ai(e[1]??"")}];let t=s.split(/\s+/).filter(i=>i.includes("@"));return t.length>0?t.map(i=>({email:Ms(i),given_name:"",family_name:""})):s===""?[]:[{email:s,given_name:"",family_name:""}]})}function ni(r){return(r.match(/(?:"[^"\n]*"|[^",;\n])+/g)??[]).map(s=>s.trim()).filter(s=>s!=="")}function Ms(r){return r.replace(/^mailto:/i,"").replace(/^[<("'[]+|[>)"'\].,:;]+$/g,"")}function ai(r){let s=r.trim().replace(/^["']|["']$/g,"").trim(),[e,t]=s.split(/,\s*/);if(t!==void 0)return{given_name:t,family_name:e??""};let i=s.split(/\s+/);return{given_name:i[0]??"",family_name:i.slice(1).join(" ")}}function Is(r,s){let{t:e}=r,t=u=>r.text=u.target.value,i=u=>{r.file(u.target.files?.[0])},o=u=>u.preventDefault(),a=u=>{u.preventDefault(),r.file(u.dataTransfer?.files[0])};return n`<form class="stack" @submit=${u=>{u.preventDefault(),r.next()}}>
    <div class="columns">
      <section class="card" aria-labelledby="who">
        <h2 id="who">${e.whoToInvite}</h2>
        <div class="field">
          <label for="addresses">${e.addresses}</label>
          <textarea
            id="addresses"
            rows="7"
            spellcheck="false"
            autocapitalize="off"
            aria-describedby="addresses-hint"
            placeholder="grace@example.com&#10;Alan Turing &lt;alan@example.com&gt;"
            .value=${r.text}
            @input=${t}
          ></textarea>
          <span class="hint" id="addresses-hint">${e.addressesHint}</span>
        </div>
        <div class="drop" @dragover=${o} @drop=${a}>
          <label for="file">${e.orFile}</label>
          <input id="file" type="file" accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values" @change=${i} />
          <span class="small muted">${e.fileHint}</span>
        </div>
      </section>
      <section class="card" aria-labelledby="permissions">
        <h2 id="permissions">${e.setPermissions}</h2>
        <p class="muted">${e.setPermissionsHint}</p>
        ${r.grants.render(e)}
      </section>
    </div>
    <div class="actions">
      <span class="small muted">${e.nothingIsSentYet} ${e.linkLasts(s.policies.invitation?.lifetime??"")}</span>
      <button type="submit" class="primary">${e.next}</button>
    </div>
  </form>`}var li=100,di=3;async function Ds(r,s){let e=s.isBulk?li:1;for(let t=0,i=r;t<di&&i.length>0;t+=1){let o=[];for(let a=0;a<i.length;a+=e){let l=i.slice(a,a+e),u=await ci(l,s);for(let[v,{verdict:O}]of u)O==="try_again"&&o.push(v);s.progress(u)}i=o}}async function ci(r,{account:s,forAll:e,isDry:t}){let o={invitations:r.map(l=>({email:l.email,...l.given_name&&{given_name:l.given_name},...l.family_name&&{family_name:l.family_name},grants:Xt(l,e)})),dry_run:t},a=await h(p().POST("/v1/accounts/{account}/invitations",{params:{path:{account:s}},body:o}));return new Map(a.results.flatMap(l=>{let u=r[l.index];return u?[[u,l]]:[]}))}var w,zs,qs,yt,$t,wt,kt,Ws,Se,M=class extends y{constructor(){super(...arguments);b(this,w);this.step="collect";this.text="";this.rows=[];this.onlyAttention=!1;this.isPerRow=!1;this.page=0;this.done=0;this.total=0;this.grants=new ie(this)}willUpdate(e){e.has("account")&&c(this,w,$t).call(this)}render(){let{t:e}=this;return n`<div class="frame">
      ${this.announcement()}
      <nav aria-label=${e.back}>${this.linkTo({screen:"users"},n`← ${e.users}`)}</nav>
      <div class="head"><h1 tabindex="-1">${e.inviteUsers}</h1></div>
      ${c(this,w,zs).call(this)}
    </div>`}async next(){if(!this.rules)return;let e=Ls(this.text);if(e.length===0)return this.say(this.t.noAddresses,!0);this.quiet(),await c(this,w,wt).call(this,e.map(Zt))}async file(e){if(!e||!this.rules)return;let{csv:t}=await c(this,w,yt).call(this),i=t(await e.text());if(i.rows.length===0)return this.say(this.t.emptyFile,!0);this.quiet(),this.table=i,this.step="map",c(this,w,Se).call(this)}async mapped(){let{table:e,rules:t}=this;if(!e||!t)return;let i=Jt(e,e.columns,t);this.isPerRow=i.some(o=>o.role!==""||o.units!==void 0),await c(this,w,wt).call(this,i)}async mend(e,t){let i={...e,...t,verdict:void 0,errors:void 0};this.rows=this.rows.map(o=>o.id===e.id?i:o),await this.check([i])}async drop(e){this.rows=this.rows.filter(t=>t!==e),this.rows.length===0?this.again():await this.check(this.rows.filter(({verdict:t})=>t==="duplicate"))}async check(e){let t=es(this.rows);this.rows=this.rows.map(o=>t.has(o.id)?{...o,verdict:"duplicate"}:o);let i=new Set(e.map(({id:o})=>o));await c(this,w,kt).call(this,this.rows.filter(({id:o})=>i.has(o)&&!t.has(o)),!0)}async invite(){let e=this.rows.filter(ts);this.step="sending",this.done=0,this.total=e.length,await c(this,w,kt).call(this,e,!1),this.step=this.error===void 0?"done":"review";let t=this.rows.filter(i=>i.isSent&&i.verdict==="invited").length;t>0&&this.send("usher-invited",{count:t}),this.error===void 0&&this.say(this.t.invitationsSent(t)),c(this,w,Se).call(this)}limit(e){this.onlyAttention=e,this.page=0}again(){this.step="collect",this.rows=[],this.table=void 0,this.text="",this.error=void 0,this.quiet(),c(this,w,Se).call(this)}};w=new WeakSet,zs=function(){let{t:e,rules:t,error:i,later:o}=this;if(!t)return i===void 0?n`<div class="card">${C(e)}</div>`:U(i,e,()=>{c(this,w,$t).call(this)});if(t.toInvite.length===0)return n`<div class="card">${D(e.mayNotInvite,e.mayNotInviteHint)}</div>`;let a={collect:Is,map:o?.mapping??bt,review:ss,done:o?.result??bt,sending:bt}[this.step];return n`${a(this,t)} ${i===void 0?d:c(this,w,qs).call(this,i)}`},qs=function(e){return U(e,this.t,()=>{this.check(this.rows.filter(({verdict:t})=>t===void 0))})},yt=async function(){return this.later??=await import("./part-SQMRK4RJ.js")},$t=async function(){this.error=void 0,c(this,w,yt).call(this).catch(()=>{});try{let e=await this.readRules();this.grants.begin(e,e.toInvite)}catch(e){this.error=e}},wt=async function(e){this.rows=e,this.page=0,this.step="review",c(this,w,Se).call(this),await this.check(e)},kt=async function(e,t){this.error=void 0;let i=this.rules?.policies.invitation?.bulk??!0,o=a=>c(this,w,Ws).call(this,a,!t);try{await Ds(e,{account:this.account,forAll:this.grants.value(),isDry:t,isBulk:i,progress:o})}catch(a){this.error=a,this.say(B(a,this.t),!0)}},Ws=function(e,t){let i=new Map([...e].map(([{id:o},a])=>[o,a]));this.rows=this.rows.map(o=>{let a=i.get(o.id);if(!a)return o;let l=t&&a.verdict!=="try_again";return{...o,verdict:a.verdict,errors:a.errors,isSent:l}}),this.done+=e.size},Se=function(){this.updateComplete.then(()=>this.renderRoot.querySelector("h1")?.focus())},M.styles=[...y.styles,ye,Cs],m([f()],M.prototype,"step",2),m([f()],M.prototype,"text",2),m([f()],M.prototype,"table",2),m([f()],M.prototype,"rows",2),m([f()],M.prototype,"onlyAttention",2),m([f()],M.prototype,"isPerRow",2),m([f()],M.prototype,"page",2),m([f()],M.prototype,"error",2),m([f()],M.prototype,"done",2),m([f()],M.prototype,"total",2),m([f()],M.prototype,"later",2),M=m([k("usher-invite")],M);function bt({t:r,done:s,total:e}){return n`<section class="card" aria-live="polite">
    <label for="progress">${r.sending(s,e)}</label>
    <progress id="progress" max=${e} .value=${s}></progress>
  </section>`}function Fs(r){let{t:s}=r;return n`<section class="card" aria-labelledby="password-card">
    <h2 id="password-card">${s.password}</h2>
    <p class="muted">${s.passwordHint}</p>
    <div><button type="button" @click=${()=>ui(r)}>${s.changePassword}</button></div>
  </section>`}function ui(r){let{t:s}=r,e=r.me?.email??"";r.dialog.ask({title:s.changePassword,body:t=>n`<p class="muted">${s.otherSessionsEnd}</p>
        <input type="text" autocomplete="username" hidden .value=${e} />
        ${Ye("current_password",s.currentPassword,"current-password",t)}
        ${Ye("new_password",s.newPassword,"new-password",t)}
        <label class="choice"> <input type="checkbox" name="end_api_tokens" /><span>${s.endApiTokens}</span> </label>`,confirm:s.changePassword,act:async t=>{let i={current_password:String(t.get("current_password")),new_password:String(t.get("new_password")),end_api_tokens:t.has("end_api_tokens")};await p().POST("/v1/me/password",{body:i}),await r.changed("password",s.passwordChanged)}})}var Ye=(r,s,e,t)=>x({name:r,label:s,type:"password",autocomplete:e,isRequired:!0},t);function xt(r,s){let{t:e}=r,t=s.join(`
`),i=()=>navigator.clipboard.writeText(t).then(()=>r.say(e.copied));r.dialog.ask({title:e.recoveryCodes,body:()=>n`<p>${e.keepCodes}</p>
        <ul class="codes">
          ${s.map(o=>n`<li><code>${o}</code></li>`)}
        </ul>
        <div class="actions start"><button type="button" @click=${i}>${e.copy}</button></div>`})}function Ns(r,s){let{t:e}=r,{enabled:t,confirmed_at:i,recovery_codes_left:o}=s.second_factor,a=s.accounts.some(({second_factor:u})=>u!=="off"),l=s.accounts.some(({second_factor:u})=>u==="required");return n`<section class="card" aria-labelledby="second-factor">
    <div class="head">
      <h2 id="second-factor">${e.secondFactor}</h2>
      <span class="badge ${t?"good":"warn"}">${t?e.on:e.off}</span>
    </div>
    <p class="muted">
      ${t?n`${e.onSince} ${$(i)}. ${e.codesLeft(o)}`:e.secondFactorHint}
    </p>
    <div class="actions start">
      ${t?n`<button type="button" @click=${()=>mi(r)}>${e.newRecoveryCodes}</button>
              <button type="button" @click=${()=>Hs(r,!0)}>${e.replaceSecondFactor}</button>
              ${l?d:n`<button type="button" class="warning" @click=${()=>hi(r)}>${e.turnOff}</button>`}`:a?n`<button type="button" class="primary" @click=${()=>Hs(r,!1)}>${e.setUp}</button>`:n`<span class="muted">${e.secondFactorNotOffered}</span>`}
    </div>
  </section>`}function _t(r,s,e){let{t}=r;return n`${Ye("password",t.password,"current-password",e)}
  ${s?x({name:"code",label:t.codeOrRecovery,autocomplete:"one-time-code",hint:t.codeHint},e):d}`}function ue(r){let s=String(r.get("code")??"").trim(),e=/^[\d\s-]{6,8}$/.test(s);return{password:String(r.get("password")),...s!==""&&(e?{code:s}:{recovery_code:s})}}function Hs(r,s){let{t:e}=r;r.dialog.ask({title:s?e.replaceSecondFactor:e.setUpSecondFactor,body:t=>n`<p class="muted">${e.proveFirst}</p>
        ${_t(r,s,t)}`,confirm:e.next,act:async t=>{let{secret:i,qr_svg:o}=await h(p().POST("/v1/me/second-factor",{body:ue(t)}));pi(r,i,o)}})}function pi(r,s,e){let{t}=r,i=`data:image/svg+xml,${encodeURIComponent(e)}`;r.dialog.ask({title:t.setUpSecondFactor,body:o=>n`<p>${t.scanCode}</p>
        <img class="qr" src=${i} alt=${t.qrCode} width="200" height="200" />
        <p class="small">${t.orEnterSecret} <code class="secret">${s.replace(/(.{4})(?=.)/g,"$1 ")}</code></p>
        ${x({name:"code",label:t.codeFromApp,autocomplete:"one-time-code",isRequired:!0},o)}`,confirm:t.turnOn,act:async o=>{let a=String(o.get("code")).trim(),{recovery_codes:l}=await h(p().POST("/v1/me/second-factor/confirm",{body:{code:a}}));xt(r,l),await r.changed("second_factor",t.secondFactorOn)}})}function mi(r){let{t:s}=r;r.dialog.ask({title:s.newRecoveryCodes,body:e=>n`<p>${s.oldCodesEnd}</p>
        ${_t(r,!0,e)}`,confirm:s.newRecoveryCodes,act:async e=>{let{recovery_codes:t}=await h(p().POST("/v1/me/second-factor/recovery-codes",{body:ue(e)}));xt(r,t),await r.changed("recovery_codes",s.codesReplaced)}})}function hi(r){let{t:s}=r;r.dialog.ask({title:s.turnOffSecondFactor,body:e=>n`<p>${s.turnOffMeans}</p>
        ${_t(r,!0,e)}`,confirm:s.turnOff,isDangerous:!0,act:async e=>{await p().POST("/v1/me/second-factor/disable",{body:ue(e)}),await r.changed("second_factor",s.secondFactorOff)}})}async function $e(r,s){let{t:e}=r;try{await s()}catch(t){if(!(t instanceof F)||t.code!=="proof_required")throw t;let i=await h(p().GET("/v1/me"));r.dialog.ask({title:e.proveTitle,body:o=>n`<p class="muted">${e.proveFirst}</p>
          ${x({name:"password",label:e.password,type:"password",autocomplete:"current-password"},o)}
          ${i.second_factor.enabled?x({name:"code",label:e.codeOrRecovery,autocomplete:"one-time-code"},o):d}`,confirm:e.next,act:async o=>{await p().POST("/v1/me/proof",{body:ue(o)}),await s()}})}}var T,Rt,Gs,js,Bs,Ks,Ys,Qs,Qe,pe=class extends y{constructor(){super(...arguments);b(this,T);this.dialog=new E(this)}firstUpdated(){c(this,T,Qe).call(this)}willUpdate(e){e.has("account")&&this.account&&this.readRules().catch(()=>{})}render(){let{t:e,me:t,error:i}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${e.myProfile}</h1></div>
      ${t?n`<div class="columns">${c(this,T,js).call(this,t)} ${c(this,T,Bs).call(this,t)}</div>`:i===void 0?n`<div class="card">${C(e)}</div>`:U(i,e,()=>{c(this,T,Qe).call(this)})}
      ${this.dialog.render(e)}
    </div>`}};T=new WeakSet,Rt=function(){return this.me?.accounts.find(({id:e})=>e===this.account)??this.me?.accounts[0]},Gs=function({id:e}){return e===this.account?this.rules:void 0},js=function(e){let{t}=this,i=g(this,T,Rt)?.user,o=e.accounts.some(({user:a})=>a?.allowed_actions.includes("update_names"));return n`<section class="card" aria-labelledby="names">
      <div class="head">
        <h2 id="names">${t.personalDetails}</h2>
        ${o?n`<button type="button" class="small" @click=${()=>c(this,T,Qs).call(this)}>${t.editName}</button>`:d}
      </div>
      <dl class="facts">
        <dt>${t.givenName}</dt>
        <dd>${i?.given_name??"\u2014"}</dd>
        <dt>${t.familyName}</dt>
        <dd>${i?.family_name??"\u2014"}</dd>
        <dt>${t.email}</dt>
        <dd>${e.email}</dd>
      </dl>
      ${o?d:n`<p class="small muted">${t.namesByAdministrators}</p>`}
    </section>`},Bs=function(e){let{t}=this;return n`<section class="card" aria-labelledby="accounts">
      <h2 id="accounts">${t.accounts}</h2>
      <ul class="stack plain">
        ${e.accounts.map(i=>n`<li class="head">
              <div>
                <strong>${i.name}</strong>
                ${i.suspended?n`<span class="badge bad">${t.suspended}</span>`:d}
                <div class="small">
                  ${i.user?j(i.user.grants,c(this,T,Gs).call(this,i),t):d}
                </div>
              </div>
              <div class="actions">${c(this,T,Ks).call(this,i)}</div>
            </li>`)}
      </ul>
    </section>`},Ks=function({id:e,name:t,suspended:i}){let{t:o}=this,a=()=>this.send("usher-account",{account:e});return n`${e===this.account?n`<span class="badge good">${o.inUse}</span>`:n`<button
              type="button"
              class="small"
              ?disabled=${i}
              aria-label=${`${o.openAccount}: ${t}`}
              @click=${a}
            >
              ${o.openAccount}
            </button>`}
      <button
        type="button"
        class="small warning"
        aria-label=${`${o.leave}: ${t}`}
        @click=${()=>c(this,T,Ys).call(this,e,t)}
      >
        ${o.leave}
      </button>`},Ys=function(e,t){let{t:i}=this;this.dialog.ask({title:i.leaveAccount(t),body:()=>n`<p>${i.leaveMeans}</p>`,confirm:i.leave,isDangerous:!0,act:()=>$e(this,async()=>{await p().DELETE("/v1/me/accounts/{account}",{params:{path:{account:e}}}),await c(this,T,Qe).call(this),this.say(i.accountLeft(t)),this.send("usher-left",{account:e})})})},Qs=function(){let{t:e}=this,t=g(this,T,Rt)?.user;this.dialog.ask({title:e.editName,body:i=>n`<p class="muted">${e.nameEverywhere}</p>
          ${De(e,t,i,!0)}`,confirm:e.save,act:async i=>{let o={given_name:String(i.get("given_name")),family_name:String(i.get("family_name"))};this.me=await h(p().PATCH("/v1/me",{body:o})),this.say(e.nameChanged),this.send("usher-profile",this.me)}})},Qe=async function(){this.error=void 0;try{this.me=await h(p().GET("/v1/me"))}catch(e){this.error=e}},m([f()],pe.prototype,"me",2),m([f()],pe.prototype,"error",2),pe=m([k("usher-profile")],pe);var Vs=S`
  .card.flush > h2 {
    padding: 0.9rem 1rem;
  }

  .matrix td,
  .matrix thead th:not(:first-child) {
    text-align: center;
  }

  .matrix th:first-child {
    background: var(--_surface);
    inset-inline-start: 0;
    min-inline-size: 8rem;
    position: sticky;
  }

  .matrix thead th {
    min-inline-size: 6rem;
    white-space: normal;
  }

  .matrix thead th:first-child,
  .matrix .group th {
    background: var(--_sunken);
  }

  .matrix .group th {
    font-weight: 650;
  }

  .matrix tbody tr:last-child > * {
    border-block-end: 1px solid var(--_line);
  }

  .yes,
  .level.full {
    color: var(--_good);
    font-weight: 600;
  }

  .level.none {
    color: var(--_muted);
  }
`;var Zs=[["none",[]],["view",["read"]],["edit",["read","update"]],["full",["create","delete","read","update"]]];function Js(r){let s=Xs(r),e=new Map;for(let i of r.roles){let o=s.map(({name:a})=>gi(i,a));if(o.some(a=>a===void 0))return;e.set(i,o)}return s.every(({actions:i})=>i.every(({name:o})=>Zs[3]?.[1].includes(o)))?e:void 0}var fi=["access_model","account","api_tokens","audit","units","users"],Xs=r=>r.resources.filter(({name:s})=>!fi.includes(s));function gi(r,s){let t=r.permissions.filter(i=>i.startsWith(`${s}:`)).map(i=>i.split(":").slice(1).join(":")).sort();return Zs.find(([,i])=>i.join()===t.join())?.[0]}function er(r,s,e){return n`<div class="card flush">
    <h2 id="levels">${e.levels}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="levels">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${e.role}</th>
            ${Xs(r).map(({title:t})=>n`<th scope="col">${t}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${[...s].map(([t,i])=>n`<tr>
                <th scope="row">${t.title}</th>
                ${i.map(o=>n`<td class="level ${o}">${e.levelNames[o]}</td>`)}
              </tr>`)}
        </tbody>
      </table>
    </div>
  </div>`}function tr(r,s){let{roles:e}=r;return n`<div class="card flush">
    <h2 id="matrix">${s.allPermissions}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="matrix">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${s.permission}</th>
            ${e.map(({title:t})=>n`<th scope="col">${t}</th>`)}
          </tr>
        </thead>
        ${r.resources.map(t=>n`<tbody>
              <tr class="group">
                <th scope="rowgroup" colspan=${e.length+1}>${t.title}</th>
              </tr>
              ${t.actions.map(i=>n`<tr>
                    <th scope="row">${i.title??Vt(i.name,s)}</th>
                    ${e.map(o=>vi(o,`${t.name}:${i.name}`,s))}
                  </tr>`)}
            </tbody>`)}
      </table>
    </div>
  </div>`}function vi(r,s,e){let t=`${s}:own`;return r.permissions.includes(s)?n`<td class="yes"><span aria-hidden="true">✓</span><span class="hidden">${e.yes}</span></td>`:r.permissions.includes(t)?n`<td class="yes">✓ ${e.own}</td>`:[s,t].some(i=>r.customizable.includes(i))?n`<td class="muted">${e.canBeAdded}</td>`:n`<td class="muted"><span aria-hidden="true">–</span><span class="hidden">${e.no}</span></td>`}var V,sr,rr,Tt,me=class extends y{constructor(){super(...arguments);b(this,V)}willUpdate(e){e.has("account")&&c(this,V,Tt).call(this)}render(){let{t:e,rules:t,error:i}=this;return n`<div class="frame">
      <div class="head"><h1 tabindex="-1">${e.roles}</h1></div>
      ${t?c(this,V,sr).call(this,t.model):i===void 0?n`<div class="card">${C(e)}</div>`:U(i,e,()=>{c(this,V,Tt).call(this)})}
    </div>`}};V=new WeakSet,sr=function(e){let{t,rules:i}=this,o=Js(e);return n`<div class="columns">${e.roles.map(a=>c(this,V,rr).call(this,a))}</div>
      ${o?er(e,o,t):d} ${tr(e,t)}
      <p class="small muted">
        ${i?.model.customization==="none"?t.rolesAreFixed:t.rolesCanBeChanged} ${t.listUsersOfRole}
      </p>`},rr=function(e){let{t}=this,i={screen:"users",filters:{status:"active",role:e.name}};return n`<section class="card">
      <div class="head">
        <h2>${e.title}</h2>
        ${e.manages_users?n`<span class="badge good">${t.managesUsers}</span>`:d}
      </div>
      ${e.description===null?d:n`<p class="muted">${e.description}</p>`}
      <div>${this.linkTo(i,t.usersWithRole(e.title))}</div>
    </section>`},Tt=async function(){this.error=void 0;try{await this.readRules()}catch(e){this.error=e}},me.styles=[...y.styles,Vs],m([f()],me.prototype,"error",2),me=m([k("usher-roles")],me);var Ve=S`
  .qr {
    background: #ffffff;
    border-radius: var(--_radius);
    justify-self: center;
    padding: 0.5rem;
  }

  .secret {
    display: block;
    font-size: 0.9375rem;
    overflow-wrap: anywhere;
  }

  .codes {
    columns: 14rem auto;
    list-style: none;
    padding: 0;
  }

  .codes li {
    padding-block: 0.2rem;
  }
`;var Ze=class{constructor(s){this.element=s}#e;#t;async read(){this.#t=void 0;try{this.#e=(await h(p().GET("/v1/sessions"))).data}catch(s){this.#t=s}this.element.requestUpdate()}render(s){let e=this.#e,t=e?.filter(({current:i})=>!i).length??0;return n`<section class="card" aria-labelledby="sessions">
      <div class="head">
        <h2 id="sessions">${s.sessions}</h2>
        ${t>0?n`<button type="button" class="small" @click=${()=>this.#i(s)}>${s.endOthers}</button>`:d}
      </div>
      ${this.#t!==void 0?U(this.#t,s,()=>{this.read()}):e?this.#s(e,s):C(s,2)}
    </section>`}#s(s,e){return n`<ul class="stack plain">
      ${s.map(t=>n`<li class="head">
            <div>
              <strong>${St(t.user_agent,e)}</strong>
              ${t.current?n`<span class="badge good">${e.thisSession}</span>`:d}
              <div class="small muted" title=${t.user_agent??""}>
                ${t.source_ip??""} · ${e.lastUsed} ${$(t.last_used_at,!0)}
              </div>
            </div>
            ${t.current?d:n`<button
                    type="button"
                    class="small"
                    aria-label=${`${e.endSession}: ${St(t.user_agent,e)}`}
                    @click=${()=>this.#r(t,e)}
                  >
                    ${e.endSession}
                  </button>`}
          </li>`)}
    </ul>`}#r(s,e){this.element.dialog.ask({title:e.endSession,body:()=>n`<p>${e.endSessionMeans(St(s.user_agent,e))}</p>`,confirm:e.endSession,act:async()=>{await p().DELETE("/v1/sessions/{session}",{params:{path:{session:s.id}}}),await this.element.changed("sessions",e.sessionEnded)}})}#i(s){this.element.dialog.ask({title:s.endOthers,body:()=>n`<p>${s.endOthersMeans}</p>`,confirm:s.endOthers,act:async()=>{await p().DELETE("/v1/sessions"),await this.element.changed("sessions",s.sessionsEnded)}})}},bi=[[/Edg\//,"Edge"],[/Firefox\//,"Firefox"],[/Chrome\//,"Chrome"],[/Safari\//,"Safari"]],yi=[[/iPhone|iPad/,"iOS"],[/Android/,"Android"],[/Windows/,"Windows"],[/Mac OS/,"macOS"],[/Linux/,"Linux"]];function St(r,s){return[bi,yi].map(t=>t.find(([i])=>i.test(r??""))?.[1]).filter(Boolean).join(" \xB7 ")||r?.split("/")[0]||s.unknownDevice}var oe=class extends y{constructor(){super(...arguments);this.dialog=new E(this);this.sessions=new Ze(this)}firstUpdated(){this.read()}render(){let{t:e,me:t,error:i}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${e.security}</h1></div>
      ${t?n`<div class="columns">${Fs(this)} ${Ns(this,t)}</div>
              ${this.sessions.render(e)}`:i===void 0?n`<div class="card">${C(e)}</div>`:U(i,e,()=>{this.read()})}
      ${this.dialog.render(e)}
    </div>`}async read(){this.error=void 0,this.sessions.read();try{this.me=await h(p().GET("/v1/me"))}catch(e){this.error=e}}async changed(e,t){this.say(t),this.send("usher-credentials",{what:e}),await this.read()}};oe.styles=[...y.styles,Ve],m([f()],oe.prototype,"me",2),m([f()],oe.prototype,"error",2),oe=m([k("usher-security")],oe);var Et="/v1/accounts/{account}/api-tokens/{token}";async function ir(r){let{t:s,account:e,owner:t}=r,i=t===""?[]:await $i(e,t);r.dialog.ask({title:s.createApiToken,body:o=>n`<p class="muted">${s.apiTokenHint}</p>
        ${x({name:"name",label:s.name,hint:s.tokenNameHint,isRequired:!0},o)}
        ${x({name:"expires_at",label:s.expires,type:"date",hint:s.tokenExpiryHint},o)}
        ${i.length===0?d:n`<details>
                <summary>${s.limitPermissions}</summary>
                ${i.map(a=>n`<label class="choice">
                      <input type="checkbox" name="permissions" value=${a} />
                      <span>${ce(r.rules,a,s)}</span>
                    </label>`)}
              </details>`}`,confirm:s.createApiToken,act:async o=>{let a=o.getAll("permissions").map(String),l={name:String(o.get("name")),...t&&{owner:t},...o.get("expires_at")&&{expires_at:String(o.get("expires_at"))},...a.length>0&&{permissions:a}},u={path:{account:e}};await $e(r,async()=>{let{token:v}=await h(p().POST("/v1/accounts/{account}/api-tokens",{params:u,body:l}));Pt(r,"created",v,s.tokenCreated)})}})}function or(r,s){let{t:e,account:t}=r;r.dialog.ask({title:e.replaceTokenNamed(s.name),body:()=>n`<p>${e.replaceTokenMeans}</p>`,confirm:e.replaceToken,act:()=>$e(r,async()=>{let i={path:{account:t,token:s.id}},o=await h(p().POST(`${Et}/rotate`,{params:i,body:{}}));Pt(r,"rotated",o.token,e.tokenReplaced)})})}function nr(r,s){let{t:e,account:t}=r;r.dialog.ask({title:e.showTokenNamed(s.name),body:()=>n`<p>${e.showTokenMeans}</p>`,confirm:e.showToken,act:()=>$e(r,async()=>{let i=await h(p().POST(`${Et}/reveal`,{params:{path:{account:t,token:s.id}}}));Pt(r,"revealed",i.token,e.tokenShown)})})}function ar(r,s){let{t:e,account:t}=r;r.dialog.ask({title:e.revokeToken(s.name),body:()=>n`<p>${e.revokeTokenMeans}</p>`,confirm:e.revoke,isDangerous:!0,act:async()=>{await p().DELETE(Et,{params:{path:{account:t,token:s.id}}}),r.list.remove(s.id),r.say(e.tokenRevoked),r.send("usher-tokens",{action:"revoked"})}})}function Pt(r,s,e,t){let{t:i}=r,o=()=>navigator.clipboard.writeText(e).then(()=>r.say(i.copied)),a=r.rules?.policies.api_tokens?.display!=="again";r.dialog.ask({title:i.apiToken,body:()=>n`<p>${a?i.keepToken:i.keepTokenSafe}</p>
        <code class="secret notice" tabindex="0">${e}</code>
        <div class="actions start"><button type="button" @click=${o}>${i.copy}</button></div>`}),r.say(t),r.send("usher-tokens",{action:s}),r.reload()}async function $i(r,s){let e={path:{account:r,user:s}};return(await h(p().GET("/v1/accounts/{account}/users/{user}/access",{params:e})).catch(()=>{}))?.everywhere??[]}function lr(r,s,e){let t=[e.name,...r.owner?[]:[e.owner],e.permissions,e.lastUsed,e.expires];return n`<table class="stacks" role="table">
    <caption class="hidden">
      ${e.apiTokens}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${t.map(i=>n`<th scope="col" role="columnheader">${i}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${e.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${s.map(i=>wi(r,i,e))}
    </tbody>
  </table>`}function wi(r,s,e){let{rules:t,people:i}=r,o=l=>s.allowed_actions.includes(l),a=(l,u,v)=>n`<button type="button" class="small ${u}" aria-label=${`${l}: ${s.name}`} @click=${()=>v(s)}>
      ${l}
    </button>`;return n`<tr role="row">
    <th scope="row" role="rowheader">${s.name}</th>
    ${r.owner?d:n`<td role="cell" data-label=${e.owner}>${i.name(s.owner)??s.owner}</td>`}
    <td role="cell" data-label=${e.permissions}>
      ${s.permissions===null?e.allOfOwner:s.permissions.map(l=>n`<div>${ce(t,l,e)}</div>`)}
    </td>
    <td role="cell" data-label=${e.lastUsed}>
      ${s.last_used_at===null?e.never:$(s.last_used_at,!0)}
    </td>
    <td role="cell" data-label=${e.expires}>${$(s.expires_at)}</td>
    <td role="cell" class="end">
      <div class="actions">
        ${o("reveal")?a(e.showToken,"",r.askReveal):d}
        ${o("rotate")?a(e.replaceToken,"",r.askRotate):d}
        ${o("revoke")?a(e.revoke,"warning",r.askRevoke):d}
      </div>
    </td>
  </tr>`}var J,dr,Ut,cr,Z=class extends y{constructor(){super(...arguments);b(this,J);this.owner="";this.mayCreate=!1;this.heading="1";this.list=new H(this,e=>c(this,J,cr).call(this,e));this.dialog=new E(this);this.people=new se(this);this.askRotate=e=>or(this,e);this.askReveal=e=>nr(this,e);this.askRevoke=e=>ar(this,e)}willUpdate(e){!e.has("account")&&!e.has("owner")||(this.readRules().catch(()=>{}),this.reload())}render(){let{t:e,list:t,rules:i}=this,o=this.heading==="2",a=i?.policies.api_tokens?.who==="nobody",l=t.state==="failed"&&t.error.status===403,u=t.rows.length===0;return o&&(a||l||u&&!this.mayCreate)?n``:n`<div class="frame">
      ${this.announcement()}
      <div class="head">
        ${o?n`<h2 tabindex="-1">${e.apiTokens}</h2>`:n`<h1 tabindex="-1">${e.apiTokens}</h1>`}
        ${c(this,J,Ut).call(this,o?"small":"primary")}
      </div>
      ${o&&u?n`<p class="muted">${e.noApiTokensHint}</p>`:c(this,J,dr).call(this,a)}
      ${this.dialog.render(e)}
    </div>`}async reload(){await this.list.restart(),await this.people.readUsers(this.account,[...new Set(this.list.rows.map(({owner:e})=>e))])}};J=new WeakSet,dr=function(e){let{t,list:i}=this;return n`<section class="card flush" aria-label=${t.apiTokens}>
      ${e?D(t.noApiTokens,t.apiTokensOff):K(i,t,()=>D(t.noApiTokens,t.noApiTokensHint,c(this,J,Ut).call(this,"")),()=>lr(this,i.rows,t))}
    </section>`},Ut=function(e){return this.mayCreate?n`<button type="button" class=${e} @click=${()=>ir(this)}>
      + ${this.t.createApiToken}
    </button>`:d},cr=function(e){let{account:t,owner:i}=this,o={...i&&{owner:i},...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/api-tokens",{params:{path:{account:t},query:o}}))},Z.styles=[...y.styles,Ve],m([_()],Z.prototype,"owner",2),m([_({type:Boolean,attribute:"may-create"})],Z.prototype,"mayCreate",2),m([_()],Z.prototype,"heading",2),Z=m([k("usher-tokens")],Z);var ke,P,At,ur,pr,Ot,mr,Ct,hr,we=class extends y{constructor(){super(...arguments);b(this,P);this.mayCreate=!1;this.list=new H(this,e=>c(this,P,hr).call(this,e));b(this,ke,new E(this))}willUpdate(e){e.has("account")&&(this.readRules().catch(()=>{}),this.list.restart())}render(){let{t:e,list:t,rules:i}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${e.units}</h1>
        ${c(this,P,At).call(this)}
      </div>
      <p class="muted">${e.unitsHint(i?.noun||e.unit)}</p>
      <section class="card flush" aria-label=${e.units}>
        ${K(t,e,()=>D(e.noUnits,e.noUnitsHint,c(this,P,At).call(this)),()=>c(this,P,ur).call(this))}
      </section>
      ${g(this,ke).render(e)}
    </div>`}};ke=new WeakMap,P=new WeakSet,At=function(){return this.mayCreate?n`<button type="button" class="primary" @click=${()=>c(this,P,Ot).call(this)}>+ ${this.t.createUnit}</button>`:d},ur=function(){let{t:e}=this;return n`<table class="stacks" role="table">
      <caption class="hidden">
        ${e.units}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">${e.name}</th>
          <th scope="col" role="columnheader">${e.status}</th>
          <th scope="col" role="columnheader">${e.added}</th>
          <th scope="col" role="columnheader"><span class="hidden">${e.actionsHead}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${this.list.rows.map(t=>c(this,P,pr).call(this,t))}
      </tbody>
    </table>`},pr=function(e){let{t}=this,i=a=>e.allowed_actions.includes(a),o=(a,l,u)=>n`<button type="button" class="small ${l}" aria-label=${`${a}: ${e.name}`} @click=${u}>
        ${a}
      </button>`;return n`<tr role="row">
      <th scope="row" role="rowheader">${e.name}</th>
      <td role="cell" data-label=${t.status}>
        <span class="badge ${e.status==="active"?"good":""}">${t.unitStatus[e.status]}</span>
      </td>
      <td role="cell" data-label=${t.added}>${$(e.created_at)}</td>
      <td role="cell" class="end">
        <div class="actions">
          ${i("update")?o(t.rename,"",()=>c(this,P,Ot).call(this,e)):d}
          ${i("retire")?o(t.retire,"warning",()=>c(this,P,mr).call(this,e)):d}
        </div>
      </td>
    </tr>`},Ot=function(e){let{t,account:i}=this;g(this,ke).ask({title:e?t.rename:t.createUnit,body:o=>x({name:"name",label:t.name,value:e?.name??"",isRequired:!0},o),confirm:e?t.save:t.createUnit,act:async o=>{let a={name:String(o.get("name"))},l={account:i,unit:e?.id??""},u=e?await h(p().PATCH("/v1/accounts/{account}/units/{unit}",{params:{path:l},body:a})):await h(p().POST("/v1/accounts/{account}/units",{params:{path:{account:i}},body:a}));c(this,P,Ct).call(this,u,t.saved)}})},mr=function(e){let{t,account:i}=this;g(this,ke).ask({title:t.retireUnit(e.name),body:()=>n`<p>${t.retireMeans}</p>`,confirm:t.retire,isDangerous:!0,act:async()=>{let o={path:{account:i,unit:e.id}};await p().DELETE("/v1/accounts/{account}/units/{unit}",{params:o}),c(this,P,Ct).call(this,await h(p().GET("/v1/accounts/{account}/units/{unit}",{params:o})),t.saved)}})},Ct=function(e,t){this.list.rows.some(({id:o})=>o===e.id)?this.list.replace(e):this.list.rows=[e,...this.list.rows],this.forgetRules(),this.say(t),this.send("usher-units",{unit:e}),this.requestUpdate()},hr=function(e){let t=e===void 0?{}:{after:e};return h(p().GET("/v1/accounts/{account}/units",{params:{path:{account:this.account},query:t}}))},m([_({type:Boolean,attribute:"may-create"})],we.prototype,"mayCreate",2),we=m([k("usher-units")],we);var ki={active:"good",pending:"warn",deactivated:""},Mt=(r,s)=>n`<span class="badge ${ki[r]}">${s.userStatus[r]}</span>`;function fr(r,s,e,t){let i=s.every(l=>r.isChosen(l)),o=s.some(l=>r.isChosen(l)),a=l=>r.choose(s,l.target.checked);return n`<table class="stacks" role="table">
    <caption class="hidden">
      ${t.users}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th class="tight" scope="col" role="columnheader">
          <label class="choice">
            <input type="checkbox" .checked=${i} .indeterminate=${o&&!i} @change=${a} />
            <span class="hidden">${t.selectAll}</span><span class="narrow" aria-hidden="true">${t.selectAll}</span>
          </label>
        </th>
        <th scope="col" role="columnheader">${t.user}</th>
        <th scope="col" role="columnheader">${t.role}</th>
        <th scope="col" role="columnheader">${t.status}</th>
        <th scope="col" role="columnheader">${t.secondFactor}</th>
        <th scope="col" role="columnheader">${t.lastActive}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${s.map(l=>xi(r,l,e,t))}
    </tbody>
  </table>`}function xi(r,s,e,t){let i=s.given_name!==null||s.family_name!==null,o=a=>r.choose([s],a.target.checked);return n`<tr role="row">
    <td class="tight" role="cell">
      <input type="checkbox" aria-label=${t.select(s.email)} .checked=${r.isChosen(s)} @change=${o} />
    </td>
    <th scope="row" role="rowheader">
      ${r.place(s)} ${s.external?n`<span class="badge">${t.external}</span>`:d}
      ${i?n`<div class="small muted">${s.email}</div>`:d}
    </th>
    <td role="cell" data-label=${t.role}>${j(s.grants,e,t)}</td>
    <td role="cell" data-label=${t.status}>${Mt(s.status,t)}</td>
    <td role="cell" data-label=${t.secondFactor}>${s.second_factor?t.on:t.off}</td>
    <td role="cell" data-label=${t.lastActive}>
      ${s.last_active_at===null?t.never:$(s.last_active_at)}
    </td>
  </tr>`}var Je=class{constructor(s){this.element=s;this.permission="";this.unit=""}async ask(){let{element:s,permission:e,unit:t}=this,i={user:s.user,permission:e,...t&&{unit:t}},o={path:{account:s.account}};try{let{allowed:a,reason:l}=await h(p().POST("/v1/accounts/{account}/access/check",{params:o,body:i}));this.answer={allowed:a,why:s.t.reasons[l.code]??l.message}}catch(a){this.answer={allowed:!1,why:B(a,s.t)}}s.requestUpdate()}set(s){Object.assign(this,s),this.answer=void 0,this.element.requestUpdate()}};function gr(r,s){let{t:e,effective:t}=r;return t===void 0?d:n`<section class="card" aria-labelledby="access">
    <h2 id="access">${e.mayDo}</h2>
    ${t.changes_at===null?d:n`<p class="muted">${e.accessChanges} ${$(t.changes_at,!0)}</p>`}
    ${_i(r,t)} ${Ri(r,s)}
  </section>`}function _i(r,{everywhere:s,units:e,status:t}){let{t:i,rules:o}=r,a=l=>n`<ul class="permissions">
      ${l.map(u=>n`<li>${ce(o,u,i)}</li>`)}
    </ul>`;return s.length===0&&e.every(({permissions:l})=>l.length===0)?n`<p class="muted">${t==="active"?i.mayDoNothing:i.mayDoNothingYet}</p>`:n`${s.length>0?n`<details ?open=${s.length<=12}>
          <summary>${o?.choosesUnits?i.everywhere:i.inAccount} (${s.length})</summary>
          ${a(s)}
        </details>`:d}
  ${e.map(({unit:l,name:u,permissions:v})=>n`<details>
        <summary>${u??l} (${v.length})</summary>
        ${a(v)}
      </details>`)}`}function Ri(r,s){let{t:e,rules:t}=r;if(t===void 0)return d;let i=t.model.resources.flatMap(l=>l.actions.map(u=>`${l.name}:${u.name}`)),o=l=>{l.preventDefault(),s.permission===""&&(s.permission=i[0]??""),s.ask()},a=l=>l.target.value;return n`<form class="toolbar" @submit=${o}>
      <div class="field grow">
        <label for="permission">${e.mayThey}</label>
        <select id="permission" @change=${l=>s.set({permission:a(l)})}>
          ${i.map(l=>n`<option value=${l}>${ce(t,l,e)}</option>`)}
        </select>
      </div>
      ${t.units.length?n`<div class="field">
              <label for="in-unit">${t.noun}</label>
              <select id="in-unit" @change=${l=>s.set({unit:a(l)})}>
                <option value="">${e.anywhere}</option>
                ${t.units.map(({id:l,name:u})=>n`<option value=${l}>${u}</option>`)}
              </select>
            </div>`:d}
      <button type="submit">${e.check}</button>
    </form>
    <div role="status">
      ${s.answer?n`<p class=${s.answer.allowed?"said":"said fault"}>
              <span><strong>${s.answer.allowed?e.yes:e.no}</strong> ${s.answer.why}</span>
            </p>`:d}
    </div>`}function vr(r){let{t:s}=r;return!r.can("reset_credentials")&&!r.can("end_sessions")?d:n`<section class="card" aria-labelledby="credentials">
    <h2 id="credentials">${s.signingIn}</h2>
    <p class="muted">${s.credentialsHint}</p>
    <div class="actions start">
      ${r.can("reset_credentials")?n`<button type="button" @click=${()=>Ti(r)}>${s.resetCredentials}</button>`:d}
      ${r.can("end_sessions")?n`<button type="button" @click=${()=>Si(r)}>${s.endSessions}</button>`:d}
    </div>
  </section>`}function Ti(r){let{t:s,account:e,user:t}=r;r.dialog.ask({title:s.resetCredentials,body:()=>n`<p>${s.resetMeans(r.person?.email??"")}</p>
        <fieldset>
          <legend class="hidden">${s.resetWhat}</legend>
          <label class="choice"><input type="checkbox" name="password" checked /><span>${s.resetPassword}</span></label>
          <label class="choice"
            ><input type="checkbox" name="second_factor" /><span>${s.resetSecondFactor}</span></label
          >
        </fieldset>`,confirm:s.sendLinks,act:async i=>{let o={password:i.has("password"),second_factor:i.has("second_factor")},a={path:{account:e,user:t}},l=await h(p().POST("/v1/accounts/{account}/users/{user}/credential-resets",{params:a,body:o})),u=l.outcome==="invitation_sent"?s.invitationSentInstead:s.resetSent(l);await r.changed("reset_credentials",u)}})}function Si(r){let{t:s,account:e,user:t}=r;r.dialog.ask({title:s.endSessions,body:()=>n`<p>${s.endSessionsMeans(r.name)}</p>`,confirm:s.endSessions,act:async()=>{await p().DELETE("/v1/accounts/{account}/users/{user}/sessions",{params:{path:{account:e,user:t}}}),await r.changed("end_sessions",s.sessionsEnded)}})}function br(r,s){let{t:e}=r,t=i=>s.allowed_actions.includes(i);return n`<section class="card" aria-labelledby="invitation">
    <div class="head">
      <h2 id="invitation">${e.invitation}</h2>
      ${je(s.status,e)}
    </div>
    <dl class="facts">
      <dt>${e.emailDelivery}</dt>
      <dd>${Be(s,e)}</dd>
      <dt>${e.expires}</dt>
      <dd>${$(s.expires_at,!0)}</dd>
    </dl>
    ${s.renewal_requested_at===null?d:n`<p>${e.newLinkAskedFor} ${$(s.renewal_requested_at,!0)}</p>`}
    ${s.status==="lapsed"?n`<p class="muted">${e.lapsedMeans}</p>`:d}
    <div class="actions start">
      ${t("resend")?n`<button type="button" @click=${()=>Ei(r,s)}>${e.resendInvitation}</button>`:d}
      ${t("revoke")?n`<button type="button" class="warning" @click=${()=>Pi(r,s)}>
              ${e.revokeInvitation}
            </button>`:d}
    </div>
  </section>`}function Ei(r,s){let{t:e}=r;r.dialog.ask({title:e.resendInvitation,body:()=>n`<p>${e.resendMeans(s.email)}</p>`,confirm:e.resendInvitation,act:async()=>{await ge(r.account,s.id),await r.changed("resend",e.invitationSent(s.email))}})}function Pi(r,s){let{t:e}=r;r.dialog.ask({title:e.revokeInvitation,body:()=>n`<p>${e.revokeMeans(s.email)}</p>`,confirm:e.revokeInvitation,isDangerous:!0,act:async()=>{await Ge(r.account,s.id),r.send("usher-removed",{user:s.user}),r.open({screen:"users",filters:{status:"pending"}})}})}function yr(r,s){let{t:e}=r,t=[r.can("reactivate")?n`<button type="button" class="primary" @click=${()=>Oi(r,s)}>${e.reactivate}</button>`:d,r.can("deactivate")?n`<button type="button" class="warning" @click=${()=>Ui(r,s)}>${e.deactivate}</button>`:d,r.can("remove")?n`<button type="button" class="warning" @click=${()=>Ai(r,s)}>${e.removeUser}</button>`:d];return t.every(i=>i===d)?d:n`<section class="card" aria-labelledby="leaving">
    <h2 id="leaving">${e.accessToAccount}</h2>
    <p class="muted">${s.status==="deactivated"?e.isDeactivated:e.leavingHint}</p>
    <div class="actions start">${t}</div>
  </section>`}function Ui(r,s){let{t:e,rules:t}=r,i=t?.policies.offboarding?.deactivation_clears_roles??!1;r.dialog.ask({title:e.deactivateUser(r.name),body:()=>n`<p>${e.deactivateMeans}</p>
        ${i?Lt(r,s,e.rolesAreTaken):n`<p>${e.rolesAreKept}</p>`}`,confirm:e.deactivateConfirm,isDangerous:!0,act:async()=>{await We(r.account,s.id),await r.changed("deactivate",e.userDeactivated)}})}function Ai(r,s){let{t:e}=r;r.dialog.ask({title:e.removeUserNamed(r.name),body:()=>n`<p>${e.removeMeans}</p>
        ${Lt(r,s,e.rolesAreTaken)}
        <p>${e.canBeInvitedAgain}</p>`,confirm:e.removeUser,isDangerous:!0,act:async()=>{await Ss(r.account,s.id),r.send("usher-removed",{user:s.id}),r.open({screen:"users"})}})}function Oi(r,s){let{t:e,grants:t,rules:i}=r;if(!i)return;let o=s.grants.length===0;o&&t.begin(i,i.toUpdate),r.dialog.ask({title:e.reactivateUser(r.name),body:a=>n`<p>${e.reactivateMeans}</p>
        ${o?t.render(e,a):Lt(r,s,e.comesBackWith)}`,confirm:e.reactivate,wide:o,act:async()=>{await Fe(r.account,s.id,o?t.value():void 0),await r.changed("reactivate",e.userReactivated)}})}function Lt(r,s,e){return s.grants.length===0?d:n`<div>
    <p>${e}</p>
    <div class="notice">${j(s.grants,r.rules,r.t,!0)}</div>
  </div>`}function $r(r,s){let{t:e}=r;return n`<section class="card" aria-labelledby="overview">
    <div class="head">
      <h2 id="overview">${e.overview}</h2>
      <div class="actions">
        ${r.can("update_names")?n`<button type="button" class="small" @click=${()=>Ci(r,s)}>
                ${e.editName}
              </button>`:d}
        ${r.can("update_grants")?n`<button type="button" class="small" @click=${()=>Mi(r,s)}>
                ${e.editRoles}
              </button>`:d}
      </div>
    </div>
    <dl class="facts">
      <dt>${e.givenName}</dt>
      <dd>${s.given_name??"\u2014"}</dd>
      <dt>${e.familyName}</dt>
      <dd>${s.family_name??"\u2014"}</dd>
      <dt>${e.email}</dt>
      <dd>${s.email}</dd>
      <dt>${e.role}</dt>
      <dd>${j(s.grants,r.rules,e,!0)}</dd>
      <dt>${e.added}</dt>
      <dd>${$(s.created_at)}</dd>
      ${s.activated_at===null?d:n`<dt>${e.activeSince}</dt>
              <dd>${$(s.activated_at)}</dd>`}
      <dt>${e.secondFactor}</dt>
      <dd>${s.second_factor?e.on:e.off}</dd>
      <dt>${e.lastActive}</dt>
      <dd>${s.last_active_at===null?e.never:$(s.last_active_at)}</dd>
    </dl>
  </section>`}function Ci(r,s){let{t:e}=r;r.dialog.ask({title:e.editName,body:t=>De(e,s,t),confirm:e.save,act:async t=>{let i={given_name:String(t.get("given_name")),family_name:String(t.get("family_name"))};await mt(r.account,s.id,i,r.version),await r.changed("update_names",e.nameChanged)}})}function Mi(r,s){let{t:e,grants:t,rules:i}=r;i&&(t.begin(i,i.toUpdate,s.grants),r.dialog.ask({title:e.editRoles,body:o=>n`<p class="muted">${e.rolesBind}</p>
        ${t.render(e,o)}`,confirm:e.save,wide:!0,act:async()=>{await He(r.account,s.id,t.value(),r.version),await r.changed("update_grants",e.rolesChanged)}}))}var ne,wr,kr,xr,N=class extends y{constructor(){super(...arguments);b(this,ne);this.user="";this.version="";this.dialog=new E(this);this.grants=new ie(this);this.question=new Je(this)}willUpdate(e){(e.has("account")||e.has("user"))&&this.read()}render(){let{t:e,person:t}=this;return n`<div class="frame">
      ${this.announcement()}
      <nav aria-label=${e.back}>${this.linkTo({screen:"users"},n`← ${e.users}`)}</nav>
      ${t?c(this,ne,wr).call(this,t):c(this,ne,xr).call(this)} ${this.dialog.render(e)}
    </div>`}can(e){return this.person?.allowed_actions.includes(e)??!1}get name(){return[this.person?.given_name,this.person?.family_name].filter(Boolean).join(" ")||this.person?.email||""}async read(){this.error=void 0;let e={account:this.account,user:this.user};try{let[t]=await Promise.all([p().GET("/v1/accounts/{account}/users/{user}",{params:{path:e}}),this.readRules()]);this.version=t.response.headers.get("etag")??"",this.person=t.data;let[i,o]=await Promise.all([h(p().GET("/v1/accounts/{account}/users/{user}/access",{params:{path:e}})).catch(()=>{}),this.person?.invitation?Ne(this.account,this.person).catch(()=>{}):void 0]);this.effective=i,this.invitation=o}catch(t){this.error=t,this.person=void 0}}async changed(e,t){await this.read(),this.say(t),this.person&&this.send("usher-changed",{action:e,users:[this.person]})}};ne=new WeakSet,wr=function(e){let{t}=this;return n`<div class="head">
        <div>
          <h1 tabindex="-1">${this.name}</h1>
          <p class="muted">
            ${this.name===e.email?d:e.email} ${Mt(e.status,t)}
            ${e.external?n`<span class="badge">${t.external}</span>`:d}
          </p>
        </div>
      </div>
      <div class="columns">
        <div class="stack">
          ${$r(this,e)} ${this.invitation?br(this,this.invitation):d}
        </div>
        <div class="stack">${vr(this)} ${yr(this,e)}</div>
      </div>
      ${gr(this,this.question)} ${c(this,ne,kr).call(this)}`},kr=function(){let{t:e,account:t}=this;return n`<slot name="more"></slot>
      <usher-tokens
        account=${t}
        owner=${this.user}
        heading="2"
        ?may-create=${this.can("create_api_token")}
      ></usher-tokens>
      <usher-audit account=${t} target=${this.user} heading="2" label=${e.trailOf(this.name)}></usher-audit>`},xr=function(){let{t:e,error:t}=this;return t===void 0?n`<div class="card">${C(e)}</div>`:t instanceof F&&t.status===404?n`<div class="card">
        <h1 tabindex="-1">${e.noSuchUser}</h1>
        <p class="muted">${e.noSuchUserHint}</p>
      </div>`:U(t,e,()=>{this.read()})},N.styles=[...y.styles,ye],m([_()],N.prototype,"user",2),m([f()],N.prototype,"person",2),m([f()],N.prototype,"invitation",2),m([f()],N.prototype,"effective",2),m([f()],N.prototype,"error",2),N=m([k("usher-user")],N);var Xe=class{constructor(s){this.host=s;this.found={};this.#e=!1}#e;forget(){this.#e=!1}async read(s){if(this.#e||s==="")return;this.#e=!0;let t=await h(p().GET("/v1/accounts/{account}/users/counts",{params:{path:{account:s}}})).catch(()=>({})),i=Object.entries(t).map(([o,{count:a,more:l}])=>[o,`${a}${l?"+":""}`]);this.found=Object.fromEntries(i),this.host.requestUpdate()}};var et=class{constructor(s){this.element=s}render(s,e,t){if(s.length===0)return d;let i=()=>this.element.choose(s,!1);return n`<div class="selection" role="group" aria-label=${t.selected(s.length)}>
      <strong>${t.selected(s.length)}</strong>
      ${this.#e(s,"update_grants",t.changeRole,()=>this.#i(s,e,t))}
      ${this.#e(s,"deactivate",t.deactivate,()=>this.#s(s,e,t))}
      ${this.#e(s,"reactivate",t.reactivate,()=>this.#r(s,e,t))}
      ${this.#t(s,t)}
      <button type="button" class="link" @click=${i}>${t.clearSelection}</button>
    </div>`}#e(s,e,t,i){let o=s.filter(a=>a.allowed_actions.includes(e)).length;return o===0?d:n`<button type="button" class="small" @click=${i}>${t} (${o})</button>`}#t(s,e){let t=s.filter(o=>o.status==="pending"&&o.invitation!==null);return t.length===0?d:n`<button type="button" class="small" @click=${async()=>{let a=(await _e(t,l=>Ne(this.element.account,l))).done.filter(({result:l})=>l.allowed_actions.includes("resend"));this.#o(a.map(({one:l})=>l),e,{name:"resend",button:e.resendInvitation,question:e.resendSeveral,done:e.resentSeveral,act:async l=>{let u=a.find(({one:v})=>v===l)?.result;return await ge(this.element.account,u.id),l}})}}>${e.resendInvitation} (${t.length})</button>`}#s(s,e,t){this.#o(It(s,"deactivate"),t,{name:"deactivate",button:t.deactivate,question:t.deactivateSeveral,body:()=>n`<p>${t.deactivateMeans}</p>
          ${e?.policies.offboarding?.deactivation_clears_roles?n`<p>${t.rolesAreTaken}</p>`:d}`,done:t.deactivatedSeveral,act:i=>We(this.element.account,i.id),isDangerous:!0})}#r(s,e,t){let{grants:i}=this.element,o=It(s,"reactivate"),a=o.some(l=>l.grants.length===0);e&&a&&i.begin(e,e.toUpdate),this.#o(o,t,{name:"reactivate",button:t.reactivate,question:t.reactivateSeveral,body:()=>n`<p>${t.reactivateMeans}</p>
          ${a?i.render(t):d}`,done:t.reactivatedSeveral,act:l=>Fe(this.element.account,l.id,l.grants.length===0?i.value():void 0)})}#i(s,e,t){if(!e)return;let{grants:i}=this.element;i.begin(e,e.toUpdate),this.#o(It(s,"update_grants"),t,{name:"update_grants",button:t.changeRole,question:t.changeRoleSeveral,body:()=>n`<p>${t.changeRoleMeans}</p>
          ${i.render(t)}`,done:t.changedSeveral,act:o=>He(this.element.account,o.id,i.value())})}#o(s,e,t){let{dialog:i}=this.element;if(s.length===0)return this.element.say(e.nothingToDo,!0);i.ask({title:t.question(s.length),body:()=>n`${t.body?.()??d}
          <ul class="names small">
            ${s.map(({email:o})=>n`<li>${o}</li>`)}
          </ul>`,confirm:t.button,isDangerous:t.isDangerous??!1,act:async()=>{let{done:o,failed:a}=await _e(s,t.act);if(o.length===0&&a[0])throw a[0].error;let l=a.map(({one:u,error:v})=>n`<li>${u.email}: ${B(v,e)}</li>`);l.length>0&&i.ask({title:e.notForAll(l.length),body:()=>n`<ul class="stack">
                ${l}
              </ul>`}),this.element.show(t.name,o.map(({result:u})=>u),t.done(o.length))}})}},It=(r,s)=>r.filter(e=>e.allowed_actions.includes(s));var Dt=[{name:"active",filters:{status:"active"}},{name:"pending",filters:{status:"pending"}},{name:"deactivated",filters:{status:"deactivated"}},{name:"external",filters:{external:"true"}},{name:"all",filters:{}}];function Rr(r,s,e,t){return n`<div class="tabs" role="group" aria-label=${e.show}>
    ${Dt.map(({name:i,filters:o})=>{let a=r.status===o.status&&r.external===o.external,{status:l,external:u,...v}=r;return n`<button type="button" aria-pressed=${a} @click=${()=>t({...v,...o})}>
        ${e.tabs[i]} ${s[i]===void 0?d:n`<span class="count">${s[i]}</span>`}
      </button>`})}
  </div>`}var Li=300,_r;function Tr(r,s,e,t){let i=a=>{let l=a.target.value.trim();clearTimeout(_r),_r=setTimeout(()=>t({query:l}),a.type==="input"?Li:0)};return n`<search class="toolbar">
    <div class="field grow">
      <label for="query">${e.searchUsers}</label>
      <input id="query" type="search" autocomplete="off" .value=${r.query??""} @input=${i} />
    </div>
    ${o("role",e.role,e.anyRole,s?.model.roles.map(({name:a,title:l})=>[a,l])??[])}
    ${s?.units.length?o("unit",s.noun,e.anyUnit,s.units.map(({id:a,name:l})=>[a,l])):d}
  </search>`;function o(a,l,u,v){return n`<div class="field">
      <label for=${a}>${l}</label>
      <select id=${a} @change=${L=>t({[a]:L.target.value})}>
        <option value="">${u}</option>
        ${v.map(([L,Ae])=>n`<option value=${L??""} ?selected=${r[a]===L}>${Ae}</option>`)}
      </select>
    </div>`}}var le,st,W,zt,Sr,tt,Er,ae=class extends y{constructor(){super(...arguments);b(this,W);this.filters={};this.selected=new Set;this.list=new H(this,e=>c(this,W,Er).call(this,e));this.dialog=new E(this);this.grants=new ie(this);b(this,le,new Xe(this));b(this,st,new et(this))}willUpdate(e){!e.has("account")&&!e.has("filters")||(this.selected=new Set,e.has("account")&&(this.rules=void 0,g(this,le).forget()),this.list.restart().then(()=>{this.readRules().catch(()=>{}),g(this,le).read(this.account)}))}render(){let{t:e,list:t}=this;return n`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${e.users}</h1>
        ${c(this,W,zt).call(this)}
      </div>
      <section class="card flush" aria-label=${e.users}>
        ${Rr(this.filters,g(this,le).found,e,i=>c(this,W,tt).call(this,i))}
        ${Tr(this.filters,this.rules,e,i=>c(this,W,tt).call(this,{...this.filters,...i}))}
        ${g(this,st).render(this.chosen,this.rules,e)}
        ${K(t,e,()=>c(this,W,Sr).call(this),()=>fr(this,t.rows,this.rules,e))}
      </section>
      ${this.dialog.render(e)}
    </div>`}get chosen(){return this.list.rows.filter(e=>this.selected.has(e.id))}isChosen(e){return this.selected.has(e.id)}choose(e,t){let i=new Set(this.selected);for(let{id:o}of e)t?i.add(o):i.delete(o);this.selected=i}place(e){let t=[e.given_name,e.family_name].filter(Boolean).join(" ");return this.linkTo({screen:"user",user:e.id},t||e.email)}show(e,t,i){let{status:o}=this.filters;for(let a of t)o&&a.status!==o?this.list.remove(a.id):this.list.replace(a);this.selected=new Set,this.say(i),this.send("usher-changed",{action:e,users:t}),g(this,le).forget(),g(this,le).read(this.account)}};le=new WeakMap,st=new WeakMap,W=new WeakSet,zt=function(e=`+ ${this.t.inviteUsers}`){return this.rules?.toInvite.length?this.linkTo({screen:"invite"},e,"primary button"):d},Sr=function(){let{t:e}=this,{query:t,role:i,unit:o}=this.filters;if(t||i||o){let l=()=>c(this,W,tt).call(this,{...this.filters,query:"",role:"",unit:""});return D(e.nobodyFound,e.nobodyFoundHint,n`<button type="button" @click=${l}>${e.clearFilters}</button>`)}let a=Dt.find(({filters:l})=>l.status===this.filters.status&&l.external===this.filters.external);return D(e.nobody[a?.name??"all"],e.nobodyHint[a?.name??"all"],c(this,W,zt).call(this,e.inviteUsers))},tt=function(e){let t=Object.entries(e).filter(([,i])=>i!==""&&i!==void 0);this.filters=Object.fromEntries(t),this.send("usher-filters",this.filters)},Er=function(e){let{external:t,...i}=this.filters,o={...i,...t&&{external:!0},...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/users",{params:{path:{account:this.account},query:o}}))},ae.styles=[...y.styles,ye],m([_({attribute:!1})],ae.prototype,"filters",2),m([f()],ae.prototype,"selected",2),ae=m([k("usher-users")],ae);var qt=["users","invite","invitations","user","roles","units","account","tokens","audit","me","security"];function Wt(r){let[s="",e=""]=r.replace(/^#/,"").split("?"),[,t="",i="",o=""]=s.split("/");return{account:t,screen:qt.find(a=>a===i)??"users",id:o,filters:Object.fromEntries(new URLSearchParams(e))}}function X({account:r,screen:s,id:e="",filters:t={}}){let i=new URLSearchParams(Object.entries(t).filter(([,o])=>o!=="")).toString();return`#/${r}/${s}${e&&`/${e}`}${i&&`?${i}`}`}var ee=(r,s)=>r.permissions?.[s]!==void 0,Pr=()=>!0,Ft=r=>ee(r,"users:read"),Ii={users:Ft,invite:r=>ee(r,"users:invite"),invitations:Ft,user:(r,s)=>Ft(r)||r.user?.id===s,roles:r=>r.permissions!==void 0,units:r=>ee(r,"units:manage"),account:r=>r.permissions!==void 0,tokens:r=>ee(r,"api_tokens:manage")||ee(r,"api_tokens:manage:own"),audit:r=>ee(r,"audit:read"),me:Pr,security:Pr},Ht=(r,s,e="")=>Ii[r](s,e);function Ur(r,s){if(s.suspended)return zi(I().suspended,I().suspendedHint);let{screen:e,id:t,filters:i}=r.route,o=e==="me"||e==="security";if(s.second_factor_required&&!o)return Di(s);let a=L=>r.keep(L.detail),l=L=>r.openAccount(L.detail.account),u=()=>{r.read()},v=s.id;return{users:()=>n`<usher-users account=${v} .filters=${i} @usher-filters=${a}></usher-users>`,invite:()=>n`<usher-invite account=${v}></usher-invite>`,invitations:()=>n`<usher-invitations account=${v} .filters=${i} @usher-filters=${a}></usher-invitations>`,user:()=>n`<usher-user account=${v} user=${t}></usher-user>`,roles:()=>n`<usher-roles account=${v}></usher-roles>`,units:()=>n`<usher-units account=${v} ?may-create=${ee(s,"units:manage")}></usher-units>`,account:()=>n`<usher-account
        account=${v}
        ?may-update=${ee(s,"account:update")}
        @usher-account-changed=${u}
      ></usher-account>`,tokens:()=>n`<usher-tokens
        account=${v}
        owner=${ee(s,"api_tokens:manage")?"":s.user?.id??""}
        ?may-create=${s.user?.allowed_actions.includes("create_api_token")}
      ></usher-tokens>`,audit:()=>n`<usher-audit account=${v} .filters=${i} @usher-filters=${a}></usher-audit>`,me:()=>n`<usher-profile account=${v} @usher-account=${l} @usher-profile=${u} @usher-left=${u}></usher-profile>`,security:()=>n`<usher-security account=${v} @usher-credentials=${u}></usher-security>`}[Ht(e,s,t)?e:"me"]()}function Di(r){let s=I();return n`<div class="card">
    <div class="notice empty">
      <p class="title">${s.secondFactorNeeded(r.name)}</p>
      <p>${s.secondFactorHint}</p>
      <a class="primary" href=${X({account:r.id,screen:"security"})}>${s.setUpSecondFactor}</a>
    </div>
  </div>`}function zi(r,s){return n`<div class="card">
    <div class="notice empty">
      <p class="title">${r}</p>
      <p>${s}</p>
    </div>
  </div>`}function Or(r,s){let e=I(),t=r.me?.accounts??[],i=a=>r.openAccount(a.target.value),o=a=>Bt(a.target.value);return n`<header>
    <button type="button" class="skip" @click=${()=>r.skip()}>${e.skip}</button>
    <a
      class="product"
      href=${s?X({account:s.id,screen:"users",filters:{status:"active"}}):"#"}
    >
      ${s?.brand.logo?n`<img class="logo" src=${s.brand.logo} alt="" />`:d}
      <span>${s?.product_name??"Usher"}</span>
    </a>
    ${t.length>1?n`<select class="accounts" aria-label=${e.accountInUse} @change=${i}>
            ${dt(t.map(({id:a,name:l})=>[a,l]),s?.id)}
          </select>`:n`<span class="account-name">${s?.name??""}</span>`}
    <span class="space"></span>
    <select class="language" aria-label=${e.language} @change=${o}>
      ${dt(Object.entries(nt),q.tag)}
    </select>
    ${r.me?n`<button type="button" class="small" @click=${()=>r.signOut()}>${e.signOut}</button>`:d}
  </header>`}var qi=["invite","user"],Ar=["me","security"];function Cr(r,s){let e=I(),t=qt.filter(o=>!qi.includes(o)&&Ht(o,r)),i=o=>{let a=s.screen===o||o==="users"&&["user","invite"].includes(s.screen),l=o==="users"?{status:"active"}:{};return n`<li>
      <a href=${X({account:r.id,screen:o,filters:l})} aria-current=${a?"page":d}>
        ${e.screens[o]}
      </a>
    </li>`};return n`<nav class="side" aria-label=${e.navigation}>
    <ul>
      ${t.filter(o=>!Ar.includes(o)).map(i)}
    </ul>
    <ul>
      ${Ar.map(i)}
    </ul>
  </nav>`}var rt=class{constructor(s){this.host=s;s.addController(this),this.#e=new E(s)}#e;#t;hostConnected(){}again(s){let e=I();return this.#e.ask({title:e.signInAgain,body:t=>n`<p class="muted">${e.sessionOver}</p>
          ${x({name:"email",label:e.email,type:"email",value:s,autocomplete:"username"},t)}
          ${x({name:"password",label:e.password,type:"password",autocomplete:"current-password"},t)}`,confirm:e.signIn,act:t=>this.#s(t)}),new Promise(t=>this.#t=t)}render(){return n`<div @close=${{handleEvent:()=>this.#i(!1),capture:!0}}>${this.#e.render(I())}</div>`}async#s(s){let e={email:String(s.get("email")),password:String(s.get("password")),cookie:!0},t=await h(p().POST("/v1/sessions",{body:e}));if(t.outcome==="signed_in")return this.#i(!0);this.#r(t.second_factor.challenge)}#r(s){let e=I();this.#e.ask({title:e.secondFactor,body:t=>x({name:"code",label:e.codeOrRecovery,autocomplete:"one-time-code",hint:e.codeHint},t),confirm:e.signIn,act:async t=>{let{password:i,...o}=ue(t);await p().POST("/v1/sessions/second-factor",{body:{challenge:s,...o,cookie:!0}}),this.#i(!0)}})}#i(s){this.#t?.(s),this.#t=void 0,this.host.requestUpdate()}};var Mr=S`
  :host {
    background: var(--_sunken);
    display: grid;
    grid-template-rows: auto 1fr;
    min-block-size: 100dvh;
  }

  .skip {
    background: var(--_accent);
    border-radius: 0 0 var(--_radius) 0;
    color: var(--_on-accent);
    inset-block-start: -4rem;
    inset-inline-start: 0;
    padding: 0.6rem 1rem;
    position: absolute;
    z-index: 2;
  }

  .skip:focus {
    inset-block-start: 0;
  }

  header {
    align-items: center;
    background: var(--_surface);
    border-block-end: 1px solid var(--_line);
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem 1rem;
    min-inline-size: 0;
    padding: 0.6rem clamp(0.9rem, 2.5vw, 1.5rem);
  }

  .product {
    align-items: center;
    color: inherit;
    display: flex;
    font-size: 1.0625rem;
    font-weight: 700;
    gap: 0.6rem;
    max-inline-size: 20rem;
    min-inline-size: 0;
    text-decoration: none;
  }

  .product span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* Drawn for white. */
  .logo {
    background: #fff;
    border-radius: 0.25rem;
    block-size: 2rem;
    flex: 0 0 auto;
    max-inline-size: 7rem;
    object-fit: contain;
    padding: 0.125rem;
  }

  .account-name {
    color: var(--_muted);
    max-inline-size: 20rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  header .accounts {
    flex: 0 1 16rem;
    inline-size: auto;
  }

  header .language {
    flex: 0 0 auto;
    inline-size: auto;
    min-block-size: 1.875rem;
    padding-block: 0.1rem;
  }

  .space {
    flex: 1 1 0;
  }

  .body {
    align-content: start;
    align-items: start;
    display: grid;
    gap: clamp(1rem, 2.5vw, 2rem);
    grid-template-columns: 12.5rem minmax(0, 1fr);
    inline-size: 100%;
    margin-inline: auto;
    max-inline-size: 84rem;
    padding: clamp(0.9rem, 2.5vw, 1.75rem);
  }

  .body.alone {
    grid-template-columns: minmax(0, 1fr);
  }

  main:focus {
    outline: none;
  }

  .side {
    inset-block-start: 1.5rem;
    position: sticky;
  }

  .side ul {
    display: grid;
    gap: 0.15rem;
    list-style: none;
    padding: 0;
  }

  .side a {
    border-radius: var(--_radius);
    color: var(--_text);
    display: block;
    font-weight: 500;
    padding: 0.45rem 0.75rem;
    text-decoration: none;
  }

  .side a:hover {
    background: color-mix(in srgb, var(--_text) 7%, transparent);
  }

  .side a[aria-current] {
    background: color-mix(in srgb, var(--_accent) 14%, transparent);
    box-shadow: inset 0.1875rem 0 var(--_accent);
    font-weight: 650;
  }

  .side ul + ul {
    border-block-start: 1px solid var(--_line);
    margin-block-start: 0.6rem;
    padding-block-start: 0.6rem;
  }

  @media (max-width: 40rem) {
    header .space {
      display: none;
    }

    .product {
      flex: 1 1 8rem;
    }

    header button {
      order: 1;
    }

    header .accounts,
    .account-name,
    header .language {
      order: 2;
    }

    header .accounts,
    .account-name {
      flex: 1 1 8rem;
    }
  }

  @media (max-width: 52rem) {
    .body {
      grid-template-columns: minmax(0, 1fr);
    }

    .side {
      inset-block-start: 0;
      margin-inline: calc(-1 * clamp(0.9rem, 2.5vw, 1.75rem));
      margin-block-start: calc(-1 * clamp(0.9rem, 2.5vw, 1.75rem));
      overflow-x: auto;
      padding: 0.4rem clamp(0.9rem, 2.5vw, 1.75rem);
      position: static;
      background: var(--_surface);
      border-block-end: 1px solid var(--_line);
    }

    .side,
    .side ul {
      display: flex;
    }

    .side ul {
      flex: none;
    }

    .side ul + ul {
      border: 0;
      margin: 0;
      padding: 0;
    }

    .side li {
      flex: none;
    }

    .side a {
      padding-inline: 0.6rem;
      white-space: nowrap;
    }
  }
`;var Nt="/sign-in",Wi="light-dark(#ffffff, #0c1330)",Ee,G,Lr,Ir,Dr,Pe,Ue,Gt,de=class extends Ce{constructor(){super(...arguments);b(this,G);this.route=Wt(location.hash);b(this,Ee,new rt(this));b(this,Pe,()=>{let e=this.route;this.route=Wt(location.hash),c(this,G,Gt).call(this),!(e.screen===this.route.screen&&e.id===this.route.id)&&this.updateComplete.then(()=>{scrollTo(0,0),this.renderRoot.querySelector("main")?.focus()})});b(this,Ue,()=>this.requestUpdate())}connectedCallback(){super.connectedCallback(),it({href:e=>c(this,G,Dr).call(this,e),signIn:()=>c(this,G,Lr).call(this)}),addEventListener("hashchange",g(this,Pe)),q.addEventListener("change",g(this,Ue)),this.read()}disconnectedCallback(){super.disconnectedCallback(),removeEventListener("hashchange",g(this,Pe)),q.removeEventListener("change",g(this,Ue))}render(){let{account:e}=this;return n`${Or(this,e)}
      <div class=${e?"body":"body alone"}>
        ${e?Cr(e,this.route):d}
        <main tabindex="-1">${c(this,G,Ir).call(this,e)}</main>
      </div>
      ${g(this,Ee).render()}`}updated(){let{accent_by_day:e,accent_by_night:t}=this.account?.brand??{},i={"--usher-accent":`light-dark(${e}, ${t})`,"--usher-on-accent":Wi};for(let[o,a]of Object.entries(i))e?this.style.setProperty(o,a):this.style.removeProperty(o)}get account(){let e=this.me?.accounts??[];return e.find(({id:t})=>t===this.route.account)??e.find(({suspended:t})=>!t)??e[0]}async read(){this.error=void 0;try{this.me=await h(p().GET("/v1/me")),c(this,G,Gt).call(this)}catch(e){e instanceof F&&e.code==="second_factor_required"&&location.replace(Nt),this.error=e}}openAccount(e){Me(),location.hash=X({account:e,screen:this.route.screen==="user"?"users":this.route.screen})}keep(e){let{screen:t,id:i}=this.route,o=this.account?.id??"";history.replaceState(null,"",X({account:o,screen:t,id:i,filters:e})),this.route={...this.route,filters:e}}async signOut(){await p().DELETE("/v1/sessions/current").catch(()=>{}),location.replace(Nt)}skip(){this.renderRoot.querySelector("main")?.focus()}};Ee=new WeakMap,G=new WeakSet,Lr=async function(){return this.me?g(this,Ee).again(this.me.email):(location.replace(Nt),!1)},Ir=function(e){let t=I();return this.error!==void 0?this.error instanceof F&&this.error.status===401?n`<p>${t.signedOut}</p>`:U(this.error,t,()=>{this.read()}):this.me?e?Ur(this,e):n`<div class="notice empty">
        <p class="title">${t.noAccount}</p>
        <p>${t.noAccountHint}</p>
      </div>`:n`<div class="card">${C(t)}</div>`},Dr=function(e){let t=e.screen==="user"?e.user:"",i=e.screen==="user"?{}:e.filters??(e.screen==="users"?{status:"active"}:{});return X({account:this.account?.id??"",screen:e.screen,id:t,filters:i})},Pe=new WeakMap,Ue=new WeakMap,Gt=function(){let{account:e}=this;document.title=[I().screens[this.route.screen],e?.name,e?.product_name].filter(Boolean).join(" \xB7 ")},de.styles=[...Ie,Mr],m([f()],de.prototype,"me",2),m([f()],de.prototype,"route",2),m([f()],de.prototype,"error",2),de=m([k("usher-console")],de);await at(lt());document.documentElement.lang=lt();var zr=document.createElement("usher-console"),qr=document.getElementById("page");qr?qr.replaceWith(zr):document.body.append(zr);
