import{a as rt,b as W,c as C,d as it,e as ot,f as Ht,g as $,h as de,i as Gt,j as N}from"./part-IOSKRGWU.js";import{a as jt,b as Bt,c as Yt,d as Kt,e as Qt,f as nt,h as Vt}from"./part-JNUULSKC.js";import{a as L,b as h,c as tt,d as st,e as p,f as U,g as Lt,h as Wt,i as o,j as d,k as Pe,l as Nt,m as Ae}from"./part-SLHB3UJ4.js";import"./part-BF2HSYTZ.js";import"./part-3TRCUYIK.js";import{a as m,b as v,c as y,d as me,e as c}from"./part-K54E55J2.js";var k=r=>(s,e)=>{e!==void 0?e.addInitializer(()=>{customElements.define(r,s)}):customElements.define(r,s)};var Er={attribute:!0,type:String,converter:Lt,reflect:!1,hasChanged:Wt},Ur=(r=Er,s,e)=>{let{kind:t,metadata:i}=e,n=globalThis.litPropertyMetadata.get(i);if(n===void 0&&globalThis.litPropertyMetadata.set(i,n=new Map),t==="setter"&&((r=Object.create(r)).wrapped=!0),n.set(e.name,r),t==="accessor"){let{name:a}=e;return{set(l){let u=s.get.call(this);s.set.call(this,l),this.requestUpdate(a,u,r,!0,l)},init(l){return l!==void 0&&this.C(a,void 0,r,l),l}}}if(t==="setter"){let{name:a}=e;return function(l){let u=this[a];s.call(this,l),this.requestUpdate(a,u,r,!0,l)}}throw Error("Unsupported decorator location: "+t)};function x(r){return(s,e)=>typeof e=="object"?Ur(r,s,e):((t,i,n)=>{let a=i.hasOwnProperty(n);return i.constructor.createProperty(n,t),a?Object.getOwnPropertyDescriptor(i,n):void 0})(r,s,e)}function f(r){return x({...r,state:!0,attribute:!1})}var Jt=U`
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
`;var Xt=U`
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
`;var Zt=U`
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
`;var es=U`
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
`;var Me=[es,Jt,Xt,Zt];var b=class extends Pe{constructor(){super(...arguments);this.account="";this.forgetRules=Ae;this.#e=()=>this.requestUpdate()}static{this.styles=Me}connectedCallback(){super.connectedCallback(),W.addEventListener("change",this.#e)}disconnectedCallback(){super.disconnectedCallback(),W.removeEventListener("change",this.#e)}get t(){return C()}say(e,t=!1){this.said={text:e,isFault:t}}quiet(){this.said=void 0}async readRules(){return this.rules=await Nt(this.account),this.rules}linkTo(e,t,i="link"){let n=st(e);return n!==void 0?o`<a class=${i} href=${n}>${t}</a>`:o`<button type="button" class=${i} @click=${()=>this.open(e)}>${t}</button>`}open(e){this.send("usher-open",e);let t=st(e);t!==void 0&&location.assign(t)}send(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t,bubbles:!0,composed:!0}))}announcement(){let{said:e}=this,t=()=>this.quiet();return o`<div class="announcement" role="status" aria-live="polite">
      ${e?o`<p class=${e.isFault?"said fault":"said"}>
              <span>${e.text}</span>
              <button type="button" class="quiet" aria-label=${this.t.dismiss} @click=${t}>×</button>
            </p>`:d}
    </div>`}#e};m([x()],b.prototype,"account",2),m([f()],b.prototype,"rules",2),m([f()],b.prototype,"said",2);function G(r,s){if(!(r instanceof L))return s.problems.unreachable??"";let e=s.problems[r.code];return r.code==="rate_limited"&&r.retryAfter!==void 0?s.tryAgainIn(r.retryAfter):e!==void 0?e:r.status>=500?s.problems.unavailable??"":r.problem?.detail??s.problems.unavailable??""}function ts(r,s){let e=new Map;if(!(r instanceof L))return e;for(let t of r.problem?.errors??[])e.has(t.field)||e.set(t.field,s.faults[t.code]??t.message);return e}var S=class{constructor(s){this.host=s;s.addController(this)}#e;#t;#s=!1;hostUpdated(){let s=this.host.renderRoot.querySelector("dialog");s&&!s.open&&s.showModal()}ask(s){this.#e=s,this.#t=void 0,this.#s=!1,this.host.requestUpdate()}close(){this.#e=void 0,this.host.requestUpdate(),this.host.updateComplete.then(()=>{document.activeElement===document.body&&this.host.renderRoot.querySelector("h1, h2")?.focus()})}render(s){let e=this.#e;if(e===void 0)return d;let t=ts(this.#t,s);return o`<dialog
      class=${e.wide?"wide":""}
      aria-labelledby="dialog-title"
      @close=${()=>this.close()}
      @cancel=${i=>this.#s&&i.preventDefault()}
    >
      <form @submit=${i=>this.#r(i,e)} novalidate>
        <h2 id="dialog-title">${e.title}</h2>
        <div class="stack">${e.body(t)}</div>
        <div role="alert">
          ${this.#t!==void 0?o`<p class="said fault">${G(this.#t,s)}</p>`:d}
        </div>
        <div class="actions">
          <button type="button" @click=${Pr}>${e.confirm?s.cancel:s.close}</button>
          ${e.confirm?o`<button
                  type="submit"
                  class=${e.isDangerous?"danger":"primary"}
                  ?disabled=${this.#s}
                >
                  ${this.#s?s.working:e.confirm}
                </button>`:d}
        </div>
      </form>
    </dialog>`}async#r(s,e){if(s.preventDefault(),this.#s||e.act===void 0)return;let t=s.target;this.#s=!0,this.host.requestUpdate();try{await e.act(new FormData(t)),this.#e===e&&(t.closest("dialog")?.close(),this.close())}catch(i){this.#t=i}this.#s=!1,this.host.requestUpdate()}};function Pr(r){r.target.closest("dialog")?.close()}function R(r,s=new Map){let{name:e,label:t,value:i="",type:n="text",autocomplete:a="off",hint:l,isRequired:u=!1,id:g=e}=r,Z=s.get(e),H=[l===void 0?"":`${g}-hint`,Z===void 0?"":`${g}-fault`];return o`<div class="field">
    <label for=${g}>${t}</label>
    <input
      id=${g}
      name=${e}
      type=${n}
      value=${i}
      autocomplete=${a}
      ?required=${u}
      aria-invalid=${Z===void 0?d:"true"}
      aria-describedby=${H.join(" ").trim()||d}
    />
    ${l===void 0?d:o`<span class="hint" id="${g}-hint">${l}</span>`}
    ${Z===void 0?d:o`<span class="fault" id="${g}-fault">${Z}</span>`}
  </div>`}function Ce(r,s,e,t=!1){let i=(n,a,l)=>R({name:n,label:a,value:s?.[n]??"",autocomplete:t?l:"off"},e);return o`<div class="pair">
    ${i("given_name",r.givenName,"given-name")} ${i("family_name",r.familyName,"family-name")}
  </div>`}function O(r,s=5){return o`<div class="skeleton" role="status">
    <span class="hidden">${r.loading}</span>
    ${Array.from({length:s},()=>o`<span class="bone"></span>`)}
  </div>`}function P(r,s,e){return o`<div class="notice fault" role="alert">
    <p>${G(r,s)}</p>
    <button type="button" @click=${e}>${s.tryAgain}</button>
  </div>`}function I(r,s,e=d){return o`<div class="notice empty">
    <p class="title">${r}</p>
    <p>${s}</p>
    ${e}
  </div>`}function j(r,s,e,t){if(r.state==="failed")return P(r.error,s,()=>{r.reload()});if(r.state==="loading"&&r.rows.length===0)return O(s);let i=r.rows.length===0;return o`<div class="listed" aria-busy=${r.state==="loading"}>${i?e():t()}</div>
    ${Ar(r,s)}`}function Ar(r,s){return!r.hasNext&&!r.hasPrevious?d:o`<nav class="pager" aria-label=${s.pages}>
    <button type="button" ?disabled=${!r.hasPrevious} @click=${()=>r.previous()}>${s.previousPage}</button>
    <button type="button" ?disabled=${!r.hasNext} @click=${()=>r.next()}>${s.nextPage}</button>
  </nav>`}var ss={en:"English",fr:"Fran\xE7ais"},we,ke,B,rs,is,Ie,ee=class extends b{constructor(){super(...arguments);y(this,B);this.mayUpdate=!1;y(this,we,"");y(this,ke,new S(this))}willUpdate(e){e.has("account")&&c(this,B,Ie).call(this)}render(){let{t:e,shown:t,error:i}=this;return o`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${e.account}</h1></div>
      ${t?c(this,B,rs).call(this,t):i===void 0?o`<div class="card">${O(e)}</div>`:P(i,e,()=>{c(this,B,Ie).call(this)})}
      ${v(this,ke).render(e)}
    </div>`}};we=new WeakMap,ke=new WeakMap,B=new WeakSet,rs=function(e){let{t}=this;return o`<section class="card" aria-labelledby="settings">
      <div class="head">
        <h2 id="settings">${t.settings}</h2>
        ${this.mayUpdate?o`<button type="button" class="small" @click=${()=>c(this,B,is).call(this,e)}>${t.edit}</button>`:d}
      </div>
      <dl class="facts">
        <dt>${t.name}</dt>
        <dd>${e.name}</dd>
        <dt>${t.productName}</dt>
        <dd>${e.product_name}</dd>
        <dt>${t.supportAddress}</dt>
        <dd>${e.support_address??"\u2014"}</dd>
        <dt>${t.languageOfEmails}</dt>
        <dd>${ss[e.locale]}</dd>
        <dt>${t.added}</dt>
        <dd>${$(e.created_at)}</dd>
      </dl>
    </section>`},is=function(e){let{t}=this;v(this,ke).ask({title:t.settings,body:i=>o` ${R({name:"name",label:t.name,value:e.name,isRequired:!0},i)}
          ${R({name:"product_name",label:t.productName,value:e.product_name,hint:t.productNameHint},i)}
          ${R({name:"support_address",label:t.supportAddress,type:"email",value:e.support_address??""},i)}
          <div class="field">
            <label for="locale">${t.languageOfEmails}</label>
            <select id="locale" name="locale">
              ${Object.entries(ss).map(([n,a])=>o`<option value=${n} ?selected=${n===e.locale}>${a}</option>`)}
            </select>
          </div>`,confirm:t.save,act:async i=>{let n=u=>String(i.get(u)??"").trim(),a={name:n("name"),product_name:n("product_name"),support_address:n("support_address")||null,locale:n("locale")},l={path:{account:this.account},header:{"If-Match":v(this,we)}};this.shown=await h(p().PATCH("/v1/accounts/{account}",{params:l,body:a})),this.say(t.saved),this.send("usher-account-changed",this.shown),await c(this,B,Ie).call(this)}})},Ie=async function(){this.error=void 0;try{let e=await p().GET("/v1/accounts/{account}",{params:{path:{account:this.account}}});me(this,we,e.response.headers.get("etag")??""),this.shown=e.data}catch(e){this.error=e}},m([x({type:Boolean,attribute:"may-update"})],ee.prototype,"mayUpdate",2),m([f()],ee.prototype,"shown",2),m([f()],ee.prototype,"error",2),ee=m([k("usher-account")],ee);var z=class{constructor(s,e){this.host=s;this.read=e;this.rows=[];this.state="loading";this.#t=[void 0];this.#s=0;s.addController(this)}#e;#t;#s;hostConnected(){}get hasNext(){return this.#e!=null}get hasPrevious(){return this.#t.length>1}restart(){return this.#t=[void 0],this.reload()}next(){return this.#t.push(this.#e??void 0),this.reload()}previous(){return this.#t.pop(),this.reload()}async reload(){let s=++this.#s;this.state="loading",this.host.requestUpdate();try{let e=await this.#r(this.#t.at(-1));if(s!==this.#s)return;this.rows=e.data,this.#e=e.page.after,this.state="ready"}catch(e){if(s!==this.#s)return;this.error=e,this.state="failed"}this.host.requestUpdate()}replace(s){this.rows=this.rows.map(e=>e.id===s.id?s:e),this.host.requestUpdate()}remove(s){this.rows=this.rows.filter(e=>e.id!==s),this.host.requestUpdate()}async#r(s){let e=await this.read(s);for(let t=1;t<5&&e.data.length===0&&e.page.after!=null;t+=1)e=await this.read(e.page.after);return e}};var Or={en:()=>import("./part-DWXDMEIP.js"),fr:()=>import("./part-LOFFJR3D.js"),de:()=>import("./part-DVSZWSTQ.js"),es:()=>import("./part-WPRB5JF7.js"),"en-XA":()=>import("./part-QZ4TZPZJ.js")};async function os(){return(await Or[W.tag]?.())?.actions??{}}async function xe(r,s,e=()=>{}){let t={done:[],failed:[]},i=[...r],n=async()=>{for(let a=i.shift();a!==void 0;a=i.shift()){let l=a;await s(l).then(u=>t.done.push({one:l,result:u}),u=>t.failed.push({one:l,error:u})),e(t.done.length+t.failed.length)}};return await Promise.all(Array.from({length:4},n)),t}var te=class{constructor(s){this.host=s}#e=new Map;#t=new Set;#s=new Set;of(s){return s===null?void 0:this.#e.get(s)}name(s){let e=this.of(s);return e&&([e.given_name,e.family_name].filter(Boolean).join(" ")||e.email)}isGone(s){return this.#s.has(s)}async read(s,e){let t=e.filter(({status:n})=>n!=="declined"&&n!=="revoked"),i=e.map(({invited_by:n})=>n).filter(n=>n!==null);await this.readUsers(s,[...new Set([...t.map(({user:n})=>n),...i])])}async readUsers(s,e){let t=e.filter(n=>!this.#t.has(n));for(let n of t)this.#t.add(n);let{failed:i}=await xe(t,async n=>{let a=await h(p().GET("/v1/accounts/{account}/users/{user}",{params:{path:{account:s,user:n}}}));this.#e.set(n,a),this.host.requestUpdate()});for(let{one:n}of i)this.#s.add(n);i.length>0&&this.host.requestUpdate()}};var Re,se,A,ns,as,ls,ds,cs,us,ps,ms,Y=class extends b{constructor(){super(...arguments);y(this,A);this.target="";this.label="";this.heading="1";this.filters={};this.names={};y(this,Re,"");this.list=new z(this,e=>c(this,A,ms).call(this,e));y(this,se,new te(this))}willUpdate(e){v(this,Re)!==this.t.tag&&(me(this,Re,this.t.tag),os().then(t=>this.names=t,()=>{})),["account","target","filters"].some(t=>e.has(t))&&this.list.restart().then(()=>c(this,A,ps).call(this))}render(){let{t:e,list:t}=this;if(this.heading==="2"&&t.state==="failed"&&t.error.status===403)return o``;let i=this.label||e.auditTrail;return o`<div class="frame">
      ${this.heading==="1"?o`<div class="head"><h1 tabindex="-1">${i}</h1></div>`:o`<h2>${i}</h2>`}
      <section class="card flush" aria-label=${i}>
        ${this.heading==="1"?c(this,A,ns).call(this):d}
        ${j(t,e,()=>I(e.noEvents,e.noEventsHint),()=>c(this,A,as).call(this))}
      </section>
    </div>`}};Re=new WeakMap,se=new WeakMap,A=new WeakSet,ns=function(){let{t:e,filters:t}=this,i=n=>a=>c(this,A,us).call(this,{[n]:a.target.value});return o`<search class="toolbar">
      <div class="field grow">
        <label for="action">${e.whatHappened}</label>
        <select id="action" @change=${i("action")}>
          <option value="">${e.everything}</option>
          ${Object.entries(this.names).map(([n,a])=>o`<option value=${n} ?selected=${t.action===n}>${a}</option>`)}
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
    </search>`},as=function(){let{t:e}=this,t=[e.when,e.whatHappened,e.who,...this.target?[]:[e.toWhom],e.details];return o`<table class="stacks" role="table">
      <caption class="hidden">
        ${e.auditTrail}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${t.map(i=>o`<th scope="col" role="columnheader">${i}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${this.list.rows.map(i=>c(this,A,ls).call(this,i))}
      </tbody>
    </table>`},ls=function(e){let{t}=this;return o`<tr role="row">
      <td role="cell" data-label=${t.when}>${$(e.at,!0)}</td>
      <td role="cell" data-label=${t.whatHappened}>${this.names[e.action]??e.action}</td>
      <td role="cell" class="wrap" data-label=${t.who}>${c(this,A,ds).call(this,e)}</td>
      ${this.target?d:o`<td role="cell" class="wrap" data-label=${t.toWhom}>${c(this,A,cs).call(this,e.target)}</td>`}
      <td role="cell" data-label=${t.details}>
        <details>
          <summary>${t.beforeAndAfter}</summary>
          <pre tabindex="0">
${JSON.stringify({before:e.before,after:e.after,source_ip:e.source_ip},null,2)}</pre>
        </details>
      </td>
    </tr>`},ds=function({actor:e}){let{t}=this;return e.type==="user"?v(this,se).name(e.id)??t.someone:e.type==="api_token"?t.tokenOf(v(this,se).name(e.user)??t.someone):e.type==="operator"?t.operator:t.byItself},cs=function(e){let{t}=this,i=v(this,se).of(e);return i?this.linkTo({screen:"user",user:i.id},v(this,se).name(e)):o`<span title=${e}>${t.targets[e.split("_",1)[0]??""]??e}</span>`},us=function(e){this.filters=Object.fromEntries(Object.entries({...this.filters,...e}).filter(([,t])=>t)),this.send("usher-filters",this.filters)},ps=async function(){let e=this.list.rows.flatMap(({actor:t,target:i})=>[t.type==="user"?t.id:t.type==="api_token"?t.user:"",i]);await v(this,se).readUsers(this.account,[...new Set(e)].filter(t=>t.startsWith("usr_")))},ms=function(e){let{account:t,target:i,filters:n}=this,a={...n,...i&&{target:i},...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/audit-events",{params:{path:{account:t},query:a}}))},m([x()],Y.prototype,"target",2),m([x()],Y.prototype,"label",2),m([x()],Y.prototype,"heading",2),m([x({attribute:!1})],Y.prototype,"filters",2),m([f()],Y.prototype,"names",2),Y=m([k("usher-audit")],Y);var qe="/v1/accounts/{account}/users/{user}",at="/v1/accounts/{account}/invitations/{invitation}";function ze(r,s){return h(p().POST(`${qe}/deactivate`,{params:{path:{account:r,user:s}}}))}function De(r,s,e){let t=e?{grants:e}:{};return h(p().POST(`${qe}/reactivate`,{params:{path:{account:r,user:s}},body:t}))}async function hs(r,s){await p().DELETE(qe,{params:{path:{account:r,user:s}}})}function Fe(r,s,e,t){return lt(r,s,{grants:e},t)}function lt(r,s,e,t){let i=t===void 0?{}:{"If-Match":t};return h(p().PATCH(qe,{params:{path:{account:r,user:s},header:i},body:e}))}function He(r,s){return h(p().GET(at,{params:{path:{account:r,invitation:s.invitation??""}}}))}function he(r,s){return h(p().POST(`${at}/resend`,{params:{path:{account:r,invitation:s}}}))}function Le(r,s){return h(p().POST(`${at}/revoke`,{params:{path:{account:r,invitation:s}}}))}var Mr={pending:"warn",lapsed:"bad",accepted:"good",declined:"",revoked:"",expired:"bad"},Cr={unsent:"",queued:"",sent:"",delivered:"good",failed:"bad",suppressed:"bad",bounced:"bad",complained:"bad"},We=(r,s)=>o`<span class="badge ${Mr[r]}">${s.invitationStatus[r]}</span>`;function Ne({delivery:{status:r,at:s,reason:e}},t){return o`<span class="badge ${Cr[r]}">${t.deliveryStatus[r]}</span>
    <span class="small muted">${$(s,!0)}</span>
    ${e===null?d:o`<div class="small muted">${e}</div>`}`}function fs(r,s,e){let t=[e.user,e.role,e.status,e.emailDelivery,e.sentBy,e.expires];return o`<table class="stacks" role="table">
    <caption class="hidden">
      ${e.invitations}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${t.map(i=>o`<th scope="col" role="columnheader">${i}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${e.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${s.map(i=>Ir(r,i,e))}
    </tbody>
  </table>`}function Ir(r,s,e){let{people:t,rules:i}=r,n=t.of(s.user),a=["pending","lapsed","expired"].includes(s.status),l=n?r.linkTo({screen:"user",user:n.id},t.name(n.id)??s.email):s.email;return o`<tr role="row">
    <th scope="row" role="rowheader">
      ${l}
      ${n&&t.name(n.id)!==n.email?o`<div class="small muted">${n.email}</div>`:d}
    </th>
    <td role="cell" data-label=${e.role}>${n&&a?N(n.grants,i,e):"\u2014"}</td>
    <td role="cell" data-label=${e.status}>${We(s.status,e)}</td>
    <td role="cell" data-label=${e.emailDelivery}>${Ne(s,e)}</td>
    <td role="cell" data-label=${e.sentBy}>
      ${qr(r,s,e)}
      <div class="small muted">${$(s.created_at)}</div>
    </td>
    <td role="cell" data-label=${e.expires}>${a?$(s.expires_at):"\u2014"}</td>
    <td role="cell" class="end"><div class="actions">${zr(r,s,e)}</div></td>
  </tr>`}function qr({people:r},{invited_by:s},e){return s===null?e.operator:r.name(s)??(r.isGone(s)?e.someone:"\u2026")}function zr(r,s,e){let t=n=>s.allowed_actions.includes(n),i=n=>`${n}: ${s.email}`;return[t("resend")?o`<button
          type="button"
          class="small"
          aria-label=${i(e.resendInvitation)}
          @click=${()=>r.askResend(s)}
        >
          ${e.resend}
        </button>`:d,t("revoke")?o`<button
          type="button"
          class="small warning"
          aria-label=${i(e.revokeInvitation)}
          @click=${()=>r.askRevoke(s)}
        >
          ${e.revoke}
        </button>`:d]}var Dr=["pending","lapsed","expired","accepted","declined","revoked"],Fr=["queued","sent","delivered","bounced","complained","suppressed","failed","unsent"],Hr=300,ve,_e,_,dt,vs,ct,ut,gs,Ge,ys,fe=class extends b{constructor(){super(...arguments);y(this,_);this.filters={};this.list=new z(this,e=>c(this,_,ys).call(this,e));this.people=new te(this);y(this,ve,new S(this));y(this,_e)}willUpdate(e){!e.has("account")&&!e.has("filters")||(e.has("account")&&this.readRules().catch(()=>{}),this.list.restart().then(()=>this.people.read(this.account,this.list.rows)))}render(){let{t:e,list:t}=this;return o`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${e.invitations}</h1>
        ${c(this,_,ut).call(this)}
      </div>
      <section class="card flush" aria-label=${e.invitations}>
        ${c(this,_,vs).call(this)}
        ${j(t,e,()=>c(this,_,gs).call(this),()=>fs(this,t.rows,e))}
      </section>
      ${v(this,ve).render(e)}
    </div>`}askResend(e){let{t}=this;v(this,ve).ask({title:t.resendInvitation,body:()=>o`<p>${t.resendMeans(e.email)}</p>`,confirm:t.resendInvitation,act:async()=>c(this,_,dt).call(this,"resend",await he(this.account,e.id),t.invitationSent(e.email))})}askRevoke(e){let{t}=this;v(this,ve).ask({title:t.revokeInvitation,body:()=>o`<p>${t.revokeMeans(e.email)}</p>`,confirm:t.revokeInvitation,isDangerous:!0,act:async()=>c(this,_,dt).call(this,"revoke",await Le(this.account,e.id),t.invitationRevoked(e.email))})}};ve=new WeakMap,_e=new WeakMap,_=new WeakSet,dt=function(e,t,i){let{status:n}=this.filters;n&&t.status!==n?this.list.remove(t.id):this.list.replace(t),this.say(i),this.send("usher-changed",{action:e,invitations:[t]})},vs=function(){let{t:e,filters:t}=this,i=n=>{let a=n.target.value.trim();clearTimeout(v(this,_e)),me(this,_e,setTimeout(()=>c(this,_,Ge).call(this,{query:a}),Hr))};return o`<search class="toolbar">
      <div class="field grow">
        <label for="query">${e.searchAddress}</label>
        <input id="query" type="search" autocomplete="off" .value=${t.query??""} @input=${i} />
      </div>
      ${c(this,_,ct).call(this,"status",e.status,e.anyStatus,Dr.map(n=>[n,e.invitationStatus[n]]))}
      ${c(this,_,ct).call(this,"delivery",e.emailDelivery,e.anyDelivery,Fr.map(n=>[n,e.deliveryStatus[n]]))}
    </search>`},ct=function(e,t,i,n){return o`<div class="field">
      <label for=${e}>${t}</label>
      <select id=${e} @change=${l=>c(this,_,Ge).call(this,{[e]:l.target.value})}>
        <option value="">${i}</option>
        ${n.map(([l,u])=>o`<option value=${l??""} ?selected=${this.filters[e]===l}>${u}</option>`)}
      </select>
    </div>`},ut=function(e=`+ ${this.t.inviteUsers}`){return this.rules?.toInvite.length?this.linkTo({screen:"invite"},e,"primary button"):d},gs=function(){let{t:e}=this;if(Object.keys(this.filters).length===0)return I(e.noInvitations,e.noInvitationsHint,c(this,_,ut).call(this,e.inviteUsers));let t=()=>c(this,_,Ge).call(this,{query:"",status:"",delivery:""});return I(e.nothingFound,e.nobodyFoundHint,o`<button type="button" @click=${t}>${e.clearFilters}</button>`)},Ge=function(e){let t=Object.entries({...this.filters,...e}).filter(([,i])=>i);this.filters=Object.fromEntries(t),this.send("usher-filters",this.filters)},ys=function(e){let t={...this.filters,...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/invitations",{params:{path:{account:this.account},query:t}}))},m([x({attribute:!1})],fe.prototype,"filters",2),fe=m([k("usher-invitations")],fe);var re=class{constructor(s){this.host=s;this.drafts=[];this.roles=[];s.addController(this)}hostConnected(){this.#t()}#e;async#t(){this.#e??=await import("./part-6TK6GOL7.js").then(({grantsForm:s})=>s,()=>{}),this.changed()}begin(s,e,t=[]){this.#t(),this.rules=s,this.roles=e,this.drafts=t.map(i=>({role:i.role,units:i.units,permissions:[...i.permissions],ends:pt(i.ends_at),held:i})),t.length===0&&this.add(s.model.default_role??void 0),this.changed()}get mayAdd(){return this.roles.length>0&&(this.rules?.policies.roles_per_user==="several"||this.drafts.length===0)}roleOf(s){return this.roles.find(e=>e.role===s.role)}add(s){let e=this.roles.filter(i=>!this.drafts.some(n=>n.role===i.role)),t=this.roles.find(i=>i.role===s)??e.at(-1)??this.roles[0];t&&(this.drafts=[...this.drafts,bs(t)]),this.changed()}choose(s,e){let t=this.roles.find(i=>i.role===e);t&&(this.drafts=this.drafts.map((i,n)=>n===s?{...bs(t),ends:i.ends}:i)),this.changed()}set(s,e){this.drafts=this.drafts.map((t,i)=>i===s?{...t,...e}:t),this.changed()}remove(s){this.drafts=this.drafts.filter((e,t)=>t!==s),this.changed()}changed(){this.host.requestUpdate()}value(){return this.drafts.map(s=>Lr(s,this.roleOf(s)?.ends_at??null))}render(s,e=new Map){return this.#e?.(this,s,e)??d}};function bs(r){let s=r.units==="all"||r.units.length>1?r.units:[...r.units];return{role:r.role,units:s,permissions:[],ends:pt(r.ends_at)}}function Lr({role:r,units:s,permissions:e,ends:t,held:i},n){let l=[i?.ends_at??null,n].filter(u=>u!==null).find(u=>pt(u)===t)??(t||null);return{role:r,units:s,permissions:e,ends_at:l}}function pt(r){return r===null?"":new Date(Date.parse(r)-1).toISOString().slice(0,10)}var ge=U`
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
`;var $s=U`
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
`;function ks(r){return Wr(r).flatMap(s=>{let e=/^(.*?)<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(s);if(e)return[{email:ws(e[2]??""),...Nr(e[1]??"")}];let t=s.split(/\s+/).filter(i=>i.includes("@"));return t.length>0?t.map(i=>({email:ws(i),given_name:"",family_name:""})):s===""?[]:[{email:s,given_name:"",family_name:""}]})}function Wr(r){return(r.match(/(?:"[^"\n]*"|[^",;\n])+/g)??[]).map(s=>s.trim()).filter(s=>s!=="")}function ws(r){return r.replace(/^mailto:/i,"").replace(/^[<("'[]+|[>)"'\].,:;]+$/g,"")}function Nr(r){let s=r.trim().replace(/^["']|["']$/g,"").trim(),[e,t]=s.split(/,\s*/);if(t!==void 0)return{given_name:t,family_name:e??""};let i=s.split(/\s+/);return{given_name:i[0]??"",family_name:i.slice(1).join(" ")}}function xs(r,s){let{t:e}=r,t=u=>r.text=u.target.value,i=u=>{r.file(u.target.files?.[0])},n=u=>u.preventDefault(),a=u=>{u.preventDefault(),r.file(u.dataTransfer?.files[0])};return o`<form class="stack" @submit=${u=>{u.preventDefault(),r.next()}}>
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
        <div class="drop" @dragover=${n} @drop=${a}>
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
  </form>`}var Gr=100,jr=3;async function Rs(r,s){let e=s.isBulk?Gr:1;for(let t=0,i=r;t<jr&&i.length>0;t+=1){let n=[];for(let a=0;a<i.length;a+=e){let l=i.slice(a,a+e),u=await Br(l,s);for(let[g,{verdict:Z}]of u)Z==="try_again"&&n.push(g);s.progress(u)}i=n}}async function Br(r,{account:s,forAll:e,isDry:t}){let n={invitations:r.map(l=>({email:l.email,...l.given_name&&{given_name:l.given_name},...l.family_name&&{family_name:l.family_name},grants:Yt(l,e)})),dry_run:t},a=await h(p().POST("/v1/accounts/{account}/invitations",{params:{path:{account:s}},body:n}));return new Map(a.results.flatMap(l=>{let u=r[l.index];return u?[[u,l]]:[]}))}var w,_s,Ts,ht,ft,vt,gt,Ss,Te,M=class extends b{constructor(){super(...arguments);y(this,w);this.step="collect";this.text="";this.rows=[];this.onlyAttention=!1;this.isPerRow=!1;this.page=0;this.done=0;this.total=0;this.grants=new re(this)}willUpdate(e){e.has("account")&&c(this,w,ft).call(this)}render(){let{t:e}=this;return o`<div class="frame">
      ${this.announcement()}
      <nav aria-label=${e.back}>${this.linkTo({screen:"users"},o`← ${e.users}`)}</nav>
      <div class="head"><h1 tabindex="-1">${e.inviteUsers}</h1></div>
      ${c(this,w,_s).call(this)}
    </div>`}async next(){if(!this.rules)return;let e=ks(this.text);if(e.length===0)return this.say(this.t.noAddresses,!0);this.quiet(),await c(this,w,vt).call(this,e.map(jt))}async file(e){if(!e||!this.rules)return;let{csv:t}=await c(this,w,ht).call(this),i=t(await e.text());if(i.rows.length===0)return this.say(this.t.emptyFile,!0);this.quiet(),this.table=i,this.step="map",c(this,w,Te).call(this)}async mapped(){let{table:e,rules:t}=this;if(!e||!t)return;let i=Bt(e,e.columns,t);this.isPerRow=i.some(n=>n.role!==""||n.units!==void 0),await c(this,w,vt).call(this,i)}async mend(e,t){let i={...e,...t,verdict:void 0,errors:void 0};this.rows=this.rows.map(n=>n.id===e.id?i:n),await this.check([i])}async drop(e){this.rows=this.rows.filter(t=>t!==e),this.rows.length===0?this.again():await this.check(this.rows.filter(({verdict:t})=>t==="duplicate"))}async check(e){let t=Kt(this.rows);this.rows=this.rows.map(n=>t.has(n.id)?{...n,verdict:"duplicate"}:n);let i=new Set(e.map(({id:n})=>n));await c(this,w,gt).call(this,this.rows.filter(({id:n})=>i.has(n)&&!t.has(n)),!0)}async invite(){let e=this.rows.filter(Qt);this.step="sending",this.done=0,this.total=e.length,await c(this,w,gt).call(this,e,!1),this.step=this.error===void 0?"done":"review";let t=this.rows.filter(i=>i.isSent&&i.verdict==="invited").length;t>0&&this.send("usher-invited",{count:t}),this.error===void 0&&this.say(this.t.invitationsSent(t)),c(this,w,Te).call(this)}limit(e){this.onlyAttention=e,this.page=0}again(){this.step="collect",this.rows=[],this.table=void 0,this.text="",this.error=void 0,this.quiet(),c(this,w,Te).call(this)}};w=new WeakSet,_s=function(){let{t:e,rules:t,error:i,later:n}=this;if(!t)return i===void 0?o`<div class="card">${O(e)}</div>`:P(i,e,()=>{c(this,w,ft).call(this)});if(t.toInvite.length===0)return o`<div class="card">${I(e.mayNotInvite,e.mayNotInviteHint)}</div>`;let a={collect:xs,map:n?.mapping??mt,review:Vt,done:n?.result??mt,sending:mt}[this.step];return o`${a(this,t)} ${i===void 0?d:c(this,w,Ts).call(this,i)}`},Ts=function(e){return P(e,this.t,()=>{this.check(this.rows.filter(({verdict:t})=>t===void 0))})},ht=async function(){return this.later??=await import("./part-Z6Z2QWO3.js")},ft=async function(){this.error=void 0,c(this,w,ht).call(this).catch(()=>{});try{let e=await this.readRules();this.grants.begin(e,e.toInvite)}catch(e){this.error=e}},vt=async function(e){this.rows=e,this.page=0,this.step="review",c(this,w,Te).call(this),await this.check(e)},gt=async function(e,t){this.error=void 0;let i=this.rules?.policies.invitation?.bulk??!0,n=a=>c(this,w,Ss).call(this,a,!t);try{await Rs(e,{account:this.account,forAll:this.grants.value(),isDry:t,isBulk:i,progress:n})}catch(a){this.error=a,this.say(G(a,this.t),!0)}},Ss=function(e,t){let i=new Map([...e].map(([{id:n},a])=>[n,a]));this.rows=this.rows.map(n=>{let a=i.get(n.id);if(!a)return n;let l=t&&a.verdict!=="try_again";return{...n,verdict:a.verdict,errors:a.errors,isSent:l}}),this.done+=e.size},Te=function(){this.updateComplete.then(()=>this.renderRoot.querySelector("h1")?.focus())},M.styles=[...b.styles,ge,$s],m([f()],M.prototype,"step",2),m([f()],M.prototype,"text",2),m([f()],M.prototype,"table",2),m([f()],M.prototype,"rows",2),m([f()],M.prototype,"onlyAttention",2),m([f()],M.prototype,"isPerRow",2),m([f()],M.prototype,"page",2),m([f()],M.prototype,"error",2),m([f()],M.prototype,"done",2),m([f()],M.prototype,"total",2),m([f()],M.prototype,"later",2),M=m([k("usher-invite")],M);function mt({t:r,done:s,total:e}){return o`<section class="card" aria-live="polite">
    <label for="progress">${r.sending(s,e)}</label>
    <progress id="progress" max=${e} .value=${s}></progress>
  </section>`}function Es(r){let{t:s}=r;return o`<section class="card" aria-labelledby="password-card">
    <h2 id="password-card">${s.password}</h2>
    <p class="muted">${s.passwordHint}</p>
    <div><button type="button" @click=${()=>Yr(r)}>${s.changePassword}</button></div>
  </section>`}function Yr(r){let{t:s}=r,e=r.me?.email??"";r.dialog.ask({title:s.changePassword,body:t=>o`<p class="muted">${s.otherSessionsEnd}</p>
        <input type="text" autocomplete="username" hidden .value=${e} />
        ${je("current_password",s.currentPassword,"current-password",t)}
        ${je("new_password",s.newPassword,"new-password",t)}
        <label class="choice"> <input type="checkbox" name="end_api_tokens" /><span>${s.endApiTokens}</span> </label>`,confirm:s.changePassword,act:async t=>{let i={current_password:String(t.get("current_password")),new_password:String(t.get("new_password")),end_api_tokens:t.has("end_api_tokens")};await p().POST("/v1/me/password",{body:i}),await r.changed("password",s.passwordChanged)}})}var je=(r,s,e,t)=>R({name:r,label:s,type:"password",autocomplete:e,isRequired:!0},t);function yt(r,s){let{t:e}=r,t=s.join(`
`),i=()=>navigator.clipboard.writeText(t).then(()=>r.say(e.copied));r.dialog.ask({title:e.recoveryCodes,body:()=>o`<p>${e.keepCodes}</p>
        <ul class="codes">
          ${s.map(n=>o`<li><code>${n}</code></li>`)}
        </ul>
        <div class="actions start"><button type="button" @click=${i}>${e.copy}</button></div>`})}function Ps(r,s){let{t:e}=r,{enabled:t,confirmed_at:i,recovery_codes_left:n}=s.second_factor,a=s.accounts.some(({second_factor:u})=>u!=="off"),l=s.accounts.some(({second_factor:u})=>u==="required");return o`<section class="card" aria-labelledby="second-factor">
    <div class="head">
      <h2 id="second-factor">${e.secondFactor}</h2>
      <span class="badge ${t?"good":"warn"}">${t?e.on:e.off}</span>
    </div>
    <p class="muted">
      ${t?o`${e.onSince} ${$(i)}. ${e.codesLeft(n)}`:e.secondFactorHint}
    </p>
    <div class="actions start">
      ${t?o`<button type="button" @click=${()=>Qr(r)}>${e.newRecoveryCodes}</button>
              <button type="button" @click=${()=>Us(r,!0)}>${e.replaceSecondFactor}</button>
              ${l?d:o`<button type="button" class="warning" @click=${()=>Vr(r)}>${e.turnOff}</button>`}`:a?o`<button type="button" class="primary" @click=${()=>Us(r,!1)}>${e.setUp}</button>`:o`<span class="muted">${e.secondFactorNotOffered}</span>`}
    </div>
  </section>`}function bt(r,s,e){let{t}=r;return o`${je("password",t.password,"current-password",e)}
  ${s?R({name:"code",label:t.codeOrRecovery,autocomplete:"one-time-code",hint:t.codeHint},e):d}`}function ce(r){let s=String(r.get("code")??"").trim(),e=/^[\d\s-]{6,8}$/.test(s);return{password:String(r.get("password")),...s!==""&&(e?{code:s}:{recovery_code:s})}}function Us(r,s){let{t:e}=r;r.dialog.ask({title:s?e.replaceSecondFactor:e.setUpSecondFactor,body:t=>o`<p class="muted">${e.proveFirst}</p>
        ${bt(r,s,t)}`,confirm:e.next,act:async t=>{let{secret:i,qr_svg:n}=await h(p().POST("/v1/me/second-factor",{body:ce(t)}));Kr(r,i,n)}})}function Kr(r,s,e){let{t}=r,i=`data:image/svg+xml,${encodeURIComponent(e)}`;r.dialog.ask({title:t.setUpSecondFactor,body:n=>o`<p>${t.scanCode}</p>
        <img class="qr" src=${i} alt=${t.qrCode} width="200" height="200" />
        <p class="small">${t.orEnterSecret} <code class="secret">${s.replace(/(.{4})(?=.)/g,"$1 ")}</code></p>
        ${R({name:"code",label:t.codeFromApp,autocomplete:"one-time-code",isRequired:!0},n)}`,confirm:t.turnOn,act:async n=>{let a=String(n.get("code")).trim(),{recovery_codes:l}=await h(p().POST("/v1/me/second-factor/confirm",{body:{code:a}}));yt(r,l),await r.changed("second_factor",t.secondFactorOn)}})}function Qr(r){let{t:s}=r;r.dialog.ask({title:s.newRecoveryCodes,body:e=>o`<p>${s.oldCodesEnd}</p>
        ${bt(r,!0,e)}`,confirm:s.newRecoveryCodes,act:async e=>{let{recovery_codes:t}=await h(p().POST("/v1/me/second-factor/recovery-codes",{body:ce(e)}));yt(r,t),await r.changed("recovery_codes",s.codesReplaced)}})}function Vr(r){let{t:s}=r;r.dialog.ask({title:s.turnOffSecondFactor,body:e=>o`<p>${s.turnOffMeans}</p>
        ${bt(r,!0,e)}`,confirm:s.turnOff,isDangerous:!0,act:async e=>{await p().POST("/v1/me/second-factor/disable",{body:ce(e)}),await r.changed("second_factor",s.secondFactorOff)}})}async function ye(r,s){let{t:e}=r;try{await s()}catch(t){if(!(t instanceof L)||t.code!=="proof_required")throw t;let i=await h(p().GET("/v1/me"));r.dialog.ask({title:e.proveTitle,body:n=>o`<p class="muted">${e.proveFirst}</p>
          ${R({name:"password",label:e.password,type:"password",autocomplete:"current-password"},n)}
          ${i.second_factor.enabled?R({name:"code",label:e.codeOrRecovery,autocomplete:"one-time-code"},n):d}`,confirm:e.next,act:async n=>{await p().POST("/v1/me/proof",{body:ce(n)}),await s()}})}}var T,$t,As,Os,Ms,Cs,Is,qs,Be,ue=class extends b{constructor(){super(...arguments);y(this,T);this.dialog=new S(this)}firstUpdated(){c(this,T,Be).call(this)}willUpdate(e){e.has("account")&&this.account&&this.readRules().catch(()=>{})}render(){let{t:e,me:t,error:i}=this;return o`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${e.myProfile}</h1></div>
      ${t?o`<div class="columns">${c(this,T,Os).call(this,t)} ${c(this,T,Ms).call(this,t)}</div>`:i===void 0?o`<div class="card">${O(e)}</div>`:P(i,e,()=>{c(this,T,Be).call(this)})}
      ${this.dialog.render(e)}
    </div>`}};T=new WeakSet,$t=function(){return this.me?.accounts.find(({id:e})=>e===this.account)??this.me?.accounts[0]},As=function({id:e}){return e===this.account?this.rules:void 0},Os=function(e){let{t}=this,i=v(this,T,$t)?.user,n=e.accounts.some(({user:a})=>a?.allowed_actions.includes("update_names"));return o`<section class="card" aria-labelledby="names">
      <div class="head">
        <h2 id="names">${t.personalDetails}</h2>
        ${n?o`<button type="button" class="small" @click=${()=>c(this,T,qs).call(this)}>${t.editName}</button>`:d}
      </div>
      <dl class="facts">
        <dt>${t.givenName}</dt>
        <dd>${i?.given_name??"\u2014"}</dd>
        <dt>${t.familyName}</dt>
        <dd>${i?.family_name??"\u2014"}</dd>
        <dt>${t.email}</dt>
        <dd>${e.email}</dd>
      </dl>
      ${n?d:o`<p class="small muted">${t.namesByAdministrators}</p>`}
    </section>`},Ms=function(e){let{t}=this;return o`<section class="card" aria-labelledby="accounts">
      <h2 id="accounts">${t.accounts}</h2>
      <ul class="stack plain">
        ${e.accounts.map(i=>o`<li class="head">
              <div>
                <strong>${i.name}</strong>
                ${i.suspended?o`<span class="badge bad">${t.suspended}</span>`:d}
                <div class="small">
                  ${i.user?N(i.user.grants,c(this,T,As).call(this,i),t):d}
                </div>
              </div>
              <div class="actions">${c(this,T,Cs).call(this,i)}</div>
            </li>`)}
      </ul>
    </section>`},Cs=function({id:e,name:t,suspended:i}){let{t:n}=this,a=()=>this.send("usher-account",{account:e});return o`${e===this.account?o`<span class="badge good">${n.inUse}</span>`:o`<button
              type="button"
              class="small"
              ?disabled=${i}
              aria-label=${`${n.openAccount}: ${t}`}
              @click=${a}
            >
              ${n.openAccount}
            </button>`}
      <button
        type="button"
        class="small warning"
        aria-label=${`${n.leave}: ${t}`}
        @click=${()=>c(this,T,Is).call(this,e,t)}
      >
        ${n.leave}
      </button>`},Is=function(e,t){let{t:i}=this;this.dialog.ask({title:i.leaveAccount(t),body:()=>o`<p>${i.leaveMeans}</p>`,confirm:i.leave,isDangerous:!0,act:()=>ye(this,async()=>{await p().DELETE("/v1/me/accounts/{account}",{params:{path:{account:e}}}),await c(this,T,Be).call(this),this.say(i.accountLeft(t)),this.send("usher-left",{account:e})})})},qs=function(){let{t:e}=this,t=v(this,T,$t)?.user;this.dialog.ask({title:e.editName,body:i=>o`<p class="muted">${e.nameEverywhere}</p>
          ${Ce(e,t,i,!0)}`,confirm:e.save,act:async i=>{let n={given_name:String(i.get("given_name")),family_name:String(i.get("family_name"))};this.me=await h(p().PATCH("/v1/me",{body:n})),this.say(e.nameChanged),this.send("usher-profile",this.me)}})},Be=async function(){this.error=void 0;try{this.me=await h(p().GET("/v1/me"))}catch(e){this.error=e}},m([f()],ue.prototype,"me",2),m([f()],ue.prototype,"error",2),ue=m([k("usher-profile")],ue);var zs=U`
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
`;var Ds=[["none",[]],["view",["read"]],["edit",["read","update"]],["full",["create","delete","read","update"]]];function Fs(r){let s=Hs(r),e=new Map;for(let i of r.roles){let n=s.map(({name:a})=>Xr(i,a));if(n.some(a=>a===void 0))return;e.set(i,n)}return s.every(({actions:i})=>i.every(({name:n})=>Ds[3]?.[1].includes(n)))?e:void 0}var Jr=["access_model","account","api_tokens","audit","units","users"],Hs=r=>r.resources.filter(({name:s})=>!Jr.includes(s));function Xr(r,s){let t=r.permissions.filter(i=>i.startsWith(`${s}:`)).map(i=>i.split(":").slice(1).join(":")).sort();return Ds.find(([,i])=>i.join()===t.join())?.[0]}function Ls(r,s,e){return o`<div class="card flush">
    <h2 id="levels">${e.levels}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="levels">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${e.role}</th>
            ${Hs(r).map(({title:t})=>o`<th scope="col">${t}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${[...s].map(([t,i])=>o`<tr>
                <th scope="row">${t.title}</th>
                ${i.map(n=>o`<td class="level ${n}">${e.levelNames[n]}</td>`)}
              </tr>`)}
        </tbody>
      </table>
    </div>
  </div>`}function Ws(r,s){let{roles:e}=r;return o`<div class="card flush">
    <h2 id="matrix">${s.allPermissions}</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="matrix">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${s.permission}</th>
            ${e.map(({title:t})=>o`<th scope="col">${t}</th>`)}
          </tr>
        </thead>
        ${r.resources.map(t=>o`<tbody>
              <tr class="group">
                <th scope="rowgroup" colspan=${e.length+1}>${t.title}</th>
              </tr>
              ${t.actions.map(i=>o`<tr>
                    <th scope="row">${i.title??Gt(i.name,s)}</th>
                    ${e.map(n=>Zr(n,`${t.name}:${i.name}`,s))}
                  </tr>`)}
            </tbody>`)}
      </table>
    </div>
  </div>`}function Zr(r,s,e){let t=`${s}:own`;return r.permissions.includes(s)?o`<td class="yes"><span aria-hidden="true">✓</span><span class="hidden">${e.yes}</span></td>`:r.permissions.includes(t)?o`<td class="yes">✓ ${e.own}</td>`:[s,t].some(i=>r.customizable.includes(i))?o`<td class="muted">${e.canBeAdded}</td>`:o`<td class="muted"><span aria-hidden="true">–</span><span class="hidden">${e.no}</span></td>`}var K,Ns,Gs,wt,pe=class extends b{constructor(){super(...arguments);y(this,K)}willUpdate(e){e.has("account")&&c(this,K,wt).call(this)}render(){let{t:e,rules:t,error:i}=this;return o`<div class="frame">
      <div class="head"><h1 tabindex="-1">${e.roles}</h1></div>
      ${t?c(this,K,Ns).call(this,t.model):i===void 0?o`<div class="card">${O(e)}</div>`:P(i,e,()=>{c(this,K,wt).call(this)})}
    </div>`}};K=new WeakSet,Ns=function(e){let{t,rules:i}=this,n=Fs(e);return o`<div class="columns">${e.roles.map(a=>c(this,K,Gs).call(this,a))}</div>
      ${n?Ls(e,n,t):d} ${Ws(e,t)}
      <p class="small muted">
        ${i?.model.customization==="none"?t.rolesAreFixed:t.rolesCanBeChanged} ${t.listUsersOfRole}
      </p>`},Gs=function(e){let{t}=this,i={screen:"users",filters:{status:"active",role:e.name}};return o`<section class="card">
      <div class="head">
        <h2>${e.title}</h2>
        ${e.manages_users?o`<span class="badge good">${t.managesUsers}</span>`:d}
      </div>
      ${e.description===null?d:o`<p class="muted">${e.description}</p>`}
      <div>${this.linkTo(i,t.usersWithRole(e.title))}</div>
    </section>`},wt=async function(){this.error=void 0;try{await this.readRules()}catch(e){this.error=e}},pe.styles=[...b.styles,zs],m([f()],pe.prototype,"error",2),pe=m([k("usher-roles")],pe);var Ye=U`
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
`;var Ke=class{constructor(s){this.element=s}#e;#t;async read(){this.#t=void 0;try{this.#e=(await h(p().GET("/v1/sessions"))).data}catch(s){this.#t=s}this.element.requestUpdate()}render(s){let e=this.#e,t=e?.filter(({current:i})=>!i).length??0;return o`<section class="card" aria-labelledby="sessions">
      <div class="head">
        <h2 id="sessions">${s.sessions}</h2>
        ${t>0?o`<button type="button" class="small" @click=${()=>this.#i(s)}>${s.endOthers}</button>`:d}
      </div>
      ${this.#t!==void 0?P(this.#t,s,()=>{this.read()}):e?this.#s(e,s):O(s,2)}
    </section>`}#s(s,e){return o`<ul class="stack plain">
      ${s.map(t=>o`<li class="head">
            <div>
              <strong>${kt(t.user_agent,e)}</strong>
              ${t.current?o`<span class="badge good">${e.thisSession}</span>`:d}
              <div class="small muted" title=${t.user_agent??""}>
                ${t.source_ip??""} · ${e.lastUsed} ${$(t.last_used_at,!0)}
              </div>
            </div>
            ${t.current?d:o`<button
                    type="button"
                    class="small"
                    aria-label=${`${e.endSession}: ${kt(t.user_agent,e)}`}
                    @click=${()=>this.#r(t,e)}
                  >
                    ${e.endSession}
                  </button>`}
          </li>`)}
    </ul>`}#r(s,e){this.element.dialog.ask({title:e.endSession,body:()=>o`<p>${e.endSessionMeans(kt(s.user_agent,e))}</p>`,confirm:e.endSession,act:async()=>{await p().DELETE("/v1/sessions/{session}",{params:{path:{session:s.id}}}),await this.element.changed("sessions",e.sessionEnded)}})}#i(s){this.element.dialog.ask({title:s.endOthers,body:()=>o`<p>${s.endOthersMeans}</p>`,confirm:s.endOthers,act:async()=>{await p().DELETE("/v1/sessions"),await this.element.changed("sessions",s.sessionsEnded)}})}},ei=[[/Edg\//,"Edge"],[/Firefox\//,"Firefox"],[/Chrome\//,"Chrome"],[/Safari\//,"Safari"]],ti=[[/iPhone|iPad/,"iOS"],[/Android/,"Android"],[/Windows/,"Windows"],[/Mac OS/,"macOS"],[/Linux/,"Linux"]];function kt(r,s){return[ei,ti].map(t=>t.find(([i])=>i.test(r??""))?.[1]).filter(Boolean).join(" \xB7 ")||r?.split("/")[0]||s.unknownDevice}var ie=class extends b{constructor(){super(...arguments);this.dialog=new S(this);this.sessions=new Ke(this)}firstUpdated(){this.read()}render(){let{t:e,me:t,error:i}=this;return o`<div class="frame">
      ${this.announcement()}
      <div class="head"><h1 tabindex="-1">${e.security}</h1></div>
      ${t?o`<div class="columns">${Es(this)} ${Ps(this,t)}</div>
              ${this.sessions.render(e)}`:i===void 0?o`<div class="card">${O(e)}</div>`:P(i,e,()=>{this.read()})}
      ${this.dialog.render(e)}
    </div>`}async read(){this.error=void 0,this.sessions.read();try{this.me=await h(p().GET("/v1/me"))}catch(e){this.error=e}}async changed(e,t){this.say(t),this.send("usher-credentials",{what:e}),await this.read()}};ie.styles=[...b.styles,Ye],m([f()],ie.prototype,"me",2),m([f()],ie.prototype,"error",2),ie=m([k("usher-security")],ie);var xt="/v1/accounts/{account}/api-tokens/{token}";async function js(r){let{t:s,account:e,owner:t}=r,i=t===""?[]:await si(e,t);r.dialog.ask({title:s.createApiToken,body:n=>o`<p class="muted">${s.apiTokenHint}</p>
        ${R({name:"name",label:s.name,hint:s.tokenNameHint,isRequired:!0},n)}
        ${R({name:"expires_at",label:s.expires,type:"date",hint:s.tokenExpiryHint},n)}
        ${i.length===0?d:o`<details>
                <summary>${s.limitPermissions}</summary>
                ${i.map(a=>o`<label class="choice">
                      <input type="checkbox" name="permissions" value=${a} />
                      <span>${de(r.rules,a,s)}</span>
                    </label>`)}
              </details>`}`,confirm:s.createApiToken,act:async n=>{let a=n.getAll("permissions").map(String),l={name:String(n.get("name")),...t&&{owner:t},...n.get("expires_at")&&{expires_at:String(n.get("expires_at"))},...a.length>0&&{permissions:a}},u={path:{account:e}};await ye(r,async()=>{let{token:g}=await h(p().POST("/v1/accounts/{account}/api-tokens",{params:u,body:l}));Rt(r,"created",g,s.tokenCreated)})}})}function Bs(r,s){let{t:e,account:t}=r;r.dialog.ask({title:e.replaceTokenNamed(s.name),body:()=>o`<p>${e.replaceTokenMeans}</p>`,confirm:e.replaceToken,act:()=>ye(r,async()=>{let i={path:{account:t,token:s.id}},n=await h(p().POST(`${xt}/rotate`,{params:i,body:{}}));Rt(r,"rotated",n.token,e.tokenReplaced)})})}function Ys(r,s){let{t:e,account:t}=r;r.dialog.ask({title:e.showTokenNamed(s.name),body:()=>o`<p>${e.showTokenMeans}</p>`,confirm:e.showToken,act:()=>ye(r,async()=>{let i=await h(p().POST(`${xt}/reveal`,{params:{path:{account:t,token:s.id}}}));Rt(r,"revealed",i.token,e.tokenShown)})})}function Ks(r,s){let{t:e,account:t}=r;r.dialog.ask({title:e.revokeToken(s.name),body:()=>o`<p>${e.revokeTokenMeans}</p>`,confirm:e.revoke,isDangerous:!0,act:async()=>{await p().DELETE(xt,{params:{path:{account:t,token:s.id}}}),r.list.remove(s.id),r.say(e.tokenRevoked),r.send("usher-tokens",{action:"revoked"})}})}function Rt(r,s,e,t){let{t:i}=r,n=()=>navigator.clipboard.writeText(e).then(()=>r.say(i.copied)),a=r.rules?.policies.api_tokens?.display!=="again";r.dialog.ask({title:i.apiToken,body:()=>o`<p>${a?i.keepToken:i.keepTokenSafe}</p>
        <code class="secret notice" tabindex="0">${e}</code>
        <div class="actions start"><button type="button" @click=${n}>${i.copy}</button></div>`}),r.say(t),r.send("usher-tokens",{action:s}),r.reload()}async function si(r,s){let e={path:{account:r,user:s}};return(await h(p().GET("/v1/accounts/{account}/users/{user}/access",{params:e})).catch(()=>{}))?.everywhere??[]}function Qs(r,s,e){let t=[e.name,...r.owner?[]:[e.owner],e.permissions,e.lastUsed,e.expires];return o`<table class="stacks" role="table">
    <caption class="hidden">
      ${e.apiTokens}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${t.map(i=>o`<th scope="col" role="columnheader">${i}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${e.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${s.map(i=>ri(r,i,e))}
    </tbody>
  </table>`}function ri(r,s,e){let{rules:t,people:i}=r,n=l=>s.allowed_actions.includes(l),a=(l,u,g)=>o`<button type="button" class="small ${u}" aria-label=${`${l}: ${s.name}`} @click=${()=>g(s)}>
      ${l}
    </button>`;return o`<tr role="row">
    <th scope="row" role="rowheader">${s.name}</th>
    ${r.owner?d:o`<td role="cell" data-label=${e.owner}>${i.name(s.owner)??s.owner}</td>`}
    <td role="cell" data-label=${e.permissions}>
      ${s.permissions===null?e.allOfOwner:s.permissions.map(l=>o`<div>${de(t,l,e)}</div>`)}
    </td>
    <td role="cell" data-label=${e.lastUsed}>
      ${s.last_used_at===null?e.never:$(s.last_used_at,!0)}
    </td>
    <td role="cell" data-label=${e.expires}>${$(s.expires_at)}</td>
    <td role="cell" class="end">
      <div class="actions">
        ${n("reveal")?a(e.showToken,"",r.askReveal):d}
        ${n("rotate")?a(e.replaceToken,"",r.askRotate):d}
        ${n("revoke")?a(e.revoke,"warning",r.askRevoke):d}
      </div>
    </td>
  </tr>`}var V,Vs,_t,Js,Q=class extends b{constructor(){super(...arguments);y(this,V);this.owner="";this.mayCreate=!1;this.heading="1";this.list=new z(this,e=>c(this,V,Js).call(this,e));this.dialog=new S(this);this.people=new te(this);this.askRotate=e=>Bs(this,e);this.askReveal=e=>Ys(this,e);this.askRevoke=e=>Ks(this,e)}willUpdate(e){!e.has("account")&&!e.has("owner")||(this.readRules().catch(()=>{}),this.reload())}render(){let{t:e,list:t,rules:i}=this,n=this.heading==="2",a=i?.policies.api_tokens?.who==="nobody",l=t.state==="failed"&&t.error.status===403,u=t.rows.length===0;return n&&(a||l||u&&!this.mayCreate)?o``:o`<div class="frame">
      ${this.announcement()}
      <div class="head">
        ${n?o`<h2 tabindex="-1">${e.apiTokens}</h2>`:o`<h1 tabindex="-1">${e.apiTokens}</h1>`}
        ${c(this,V,_t).call(this,n?"small":"primary")}
      </div>
      ${n&&u?o`<p class="muted">${e.noApiTokensHint}</p>`:c(this,V,Vs).call(this,a)}
      ${this.dialog.render(e)}
    </div>`}async reload(){await this.list.restart(),await this.people.readUsers(this.account,[...new Set(this.list.rows.map(({owner:e})=>e))])}};V=new WeakSet,Vs=function(e){let{t,list:i}=this;return o`<section class="card flush" aria-label=${t.apiTokens}>
      ${e?I(t.noApiTokens,t.apiTokensOff):j(i,t,()=>I(t.noApiTokens,t.noApiTokensHint,c(this,V,_t).call(this,"")),()=>Qs(this,i.rows,t))}
    </section>`},_t=function(e){return this.mayCreate?o`<button type="button" class=${e} @click=${()=>js(this)}>
      + ${this.t.createApiToken}
    </button>`:d},Js=function(e){let{account:t,owner:i}=this,n={...i&&{owner:i},...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/api-tokens",{params:{path:{account:t},query:n}}))},Q.styles=[...b.styles,Ye],m([x()],Q.prototype,"owner",2),m([x({type:Boolean,attribute:"may-create"})],Q.prototype,"mayCreate",2),m([x()],Q.prototype,"heading",2),Q=m([k("usher-tokens")],Q);var $e,E,Tt,Xs,Zs,St,er,Et,tr,be=class extends b{constructor(){super(...arguments);y(this,E);this.mayCreate=!1;this.list=new z(this,e=>c(this,E,tr).call(this,e));y(this,$e,new S(this))}willUpdate(e){e.has("account")&&(this.readRules().catch(()=>{}),this.list.restart())}render(){let{t:e,list:t,rules:i}=this;return o`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${e.units}</h1>
        ${c(this,E,Tt).call(this)}
      </div>
      <p class="muted">${e.unitsHint(i?.noun||e.unit)}</p>
      <section class="card flush" aria-label=${e.units}>
        ${j(t,e,()=>I(e.noUnits,e.noUnitsHint,c(this,E,Tt).call(this)),()=>c(this,E,Xs).call(this))}
      </section>
      ${v(this,$e).render(e)}
    </div>`}};$e=new WeakMap,E=new WeakSet,Tt=function(){return this.mayCreate?o`<button type="button" class="primary" @click=${()=>c(this,E,St).call(this)}>+ ${this.t.createUnit}</button>`:d},Xs=function(){let{t:e}=this;return o`<table class="stacks" role="table">
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
        ${this.list.rows.map(t=>c(this,E,Zs).call(this,t))}
      </tbody>
    </table>`},Zs=function(e){let{t}=this,i=a=>e.allowed_actions.includes(a),n=(a,l,u)=>o`<button type="button" class="small ${l}" aria-label=${`${a}: ${e.name}`} @click=${u}>
        ${a}
      </button>`;return o`<tr role="row">
      <th scope="row" role="rowheader">${e.name}</th>
      <td role="cell" data-label=${t.status}>
        <span class="badge ${e.status==="active"?"good":""}">${t.unitStatus[e.status]}</span>
      </td>
      <td role="cell" data-label=${t.added}>${$(e.created_at)}</td>
      <td role="cell" class="end">
        <div class="actions">
          ${i("update")?n(t.rename,"",()=>c(this,E,St).call(this,e)):d}
          ${i("retire")?n(t.retire,"warning",()=>c(this,E,er).call(this,e)):d}
        </div>
      </td>
    </tr>`},St=function(e){let{t,account:i}=this;v(this,$e).ask({title:e?t.rename:t.createUnit,body:n=>R({name:"name",label:t.name,value:e?.name??"",isRequired:!0},n),confirm:e?t.save:t.createUnit,act:async n=>{let a={name:String(n.get("name"))},l={account:i,unit:e?.id??""},u=e?await h(p().PATCH("/v1/accounts/{account}/units/{unit}",{params:{path:l},body:a})):await h(p().POST("/v1/accounts/{account}/units",{params:{path:{account:i}},body:a}));c(this,E,Et).call(this,u,t.saved)}})},er=function(e){let{t,account:i}=this;v(this,$e).ask({title:t.retireUnit(e.name),body:()=>o`<p>${t.retireMeans}</p>`,confirm:t.retire,isDangerous:!0,act:async()=>{let n={path:{account:i,unit:e.id}};await p().DELETE("/v1/accounts/{account}/units/{unit}",{params:n}),c(this,E,Et).call(this,await h(p().GET("/v1/accounts/{account}/units/{unit}",{params:n})),t.saved)}})},Et=function(e,t){this.list.rows.some(({id:n})=>n===e.id)?this.list.replace(e):this.list.rows=[e,...this.list.rows],this.forgetRules(),this.say(t),this.send("usher-units",{unit:e}),this.requestUpdate()},tr=function(e){let t=e===void 0?{}:{after:e};return h(p().GET("/v1/accounts/{account}/units",{params:{path:{account:this.account},query:t}}))},m([x({type:Boolean,attribute:"may-create"})],be.prototype,"mayCreate",2),be=m([k("usher-units")],be);var ii={active:"good",pending:"warn",deactivated:""},Ut=(r,s)=>o`<span class="badge ${ii[r]}">${s.userStatus[r]}</span>`;function sr(r,s,e,t){let i=s.every(l=>r.isChosen(l)),n=s.some(l=>r.isChosen(l)),a=l=>r.choose(s,l.target.checked);return o`<table class="stacks" role="table">
    <caption class="hidden">
      ${t.users}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th class="tight" scope="col" role="columnheader">
          <label class="choice">
            <input type="checkbox" .checked=${i} .indeterminate=${n&&!i} @change=${a} />
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
      ${s.map(l=>oi(r,l,e,t))}
    </tbody>
  </table>`}function oi(r,s,e,t){let i=s.given_name!==null||s.family_name!==null,n=a=>r.choose([s],a.target.checked);return o`<tr role="row">
    <td class="tight" role="cell">
      <input type="checkbox" aria-label=${t.select(s.email)} .checked=${r.isChosen(s)} @change=${n} />
    </td>
    <th scope="row" role="rowheader">
      ${r.place(s)} ${s.external?o`<span class="badge">${t.external}</span>`:d}
      ${i?o`<div class="small muted">${s.email}</div>`:d}
    </th>
    <td role="cell" data-label=${t.role}>${N(s.grants,e,t)}</td>
    <td role="cell" data-label=${t.status}>${Ut(s.status,t)}</td>
    <td role="cell" data-label=${t.secondFactor}>${s.second_factor?t.on:t.off}</td>
    <td role="cell" data-label=${t.lastActive}>
      ${s.last_active_at===null?t.never:$(s.last_active_at)}
    </td>
  </tr>`}var Qe=class{constructor(s){this.element=s;this.permission="";this.unit=""}async ask(){let{element:s,permission:e,unit:t}=this,i={user:s.user,permission:e,...t&&{unit:t}},n={path:{account:s.account}};try{let{allowed:a,reason:l}=await h(p().POST("/v1/accounts/{account}/access/check",{params:n,body:i}));this.answer={allowed:a,why:s.t.reasons[l.code]??l.message}}catch(a){this.answer={allowed:!1,why:G(a,s.t)}}s.requestUpdate()}set(s){Object.assign(this,s),this.answer=void 0,this.element.requestUpdate()}};function rr(r,s){let{t:e,effective:t}=r;return t===void 0?d:o`<section class="card" aria-labelledby="access">
    <h2 id="access">${e.mayDo}</h2>
    ${t.changes_at===null?d:o`<p class="muted">${e.accessChanges} ${$(t.changes_at,!0)}</p>`}
    ${ni(r,t)} ${ai(r,s)}
  </section>`}function ni(r,{everywhere:s,units:e,status:t}){let{t:i,rules:n}=r,a=l=>o`<ul class="permissions">
      ${l.map(u=>o`<li>${de(n,u,i)}</li>`)}
    </ul>`;return s.length===0&&e.every(({permissions:l})=>l.length===0)?o`<p class="muted">${t==="active"?i.mayDoNothing:i.mayDoNothingYet}</p>`:o`${s.length>0?o`<details ?open=${s.length<=12}>
          <summary>${n?.choosesUnits?i.everywhere:i.inAccount} (${s.length})</summary>
          ${a(s)}
        </details>`:d}
  ${e.map(({unit:l,name:u,permissions:g})=>o`<details>
        <summary>${u??l} (${g.length})</summary>
        ${a(g)}
      </details>`)}`}function ai(r,s){let{t:e,rules:t}=r;if(t===void 0)return d;let i=t.model.resources.flatMap(l=>l.actions.map(u=>`${l.name}:${u.name}`)),n=l=>{l.preventDefault(),s.permission===""&&(s.permission=i[0]??""),s.ask()},a=l=>l.target.value;return o`<form class="toolbar" @submit=${n}>
      <div class="field grow">
        <label for="permission">${e.mayThey}</label>
        <select id="permission" @change=${l=>s.set({permission:a(l)})}>
          ${i.map(l=>o`<option value=${l}>${de(t,l,e)}</option>`)}
        </select>
      </div>
      ${t.units.length?o`<div class="field">
              <label for="in-unit">${t.noun}</label>
              <select id="in-unit" @change=${l=>s.set({unit:a(l)})}>
                <option value="">${e.anywhere}</option>
                ${t.units.map(({id:l,name:u})=>o`<option value=${l}>${u}</option>`)}
              </select>
            </div>`:d}
      <button type="submit">${e.check}</button>
    </form>
    <div role="status">
      ${s.answer?o`<p class=${s.answer.allowed?"said":"said fault"}>
              <span><strong>${s.answer.allowed?e.yes:e.no}</strong> ${s.answer.why}</span>
            </p>`:d}
    </div>`}function ir(r){let{t:s}=r;return!r.can("reset_credentials")&&!r.can("end_sessions")?d:o`<section class="card" aria-labelledby="credentials">
    <h2 id="credentials">${s.signingIn}</h2>
    <p class="muted">${s.credentialsHint}</p>
    <div class="actions start">
      ${r.can("reset_credentials")?o`<button type="button" @click=${()=>li(r)}>${s.resetCredentials}</button>`:d}
      ${r.can("end_sessions")?o`<button type="button" @click=${()=>di(r)}>${s.endSessions}</button>`:d}
    </div>
  </section>`}function li(r){let{t:s,account:e,user:t}=r;r.dialog.ask({title:s.resetCredentials,body:()=>o`<p>${s.resetMeans(r.person?.email??"")}</p>
        <fieldset>
          <legend class="hidden">${s.resetWhat}</legend>
          <label class="choice"><input type="checkbox" name="password" checked /><span>${s.resetPassword}</span></label>
          <label class="choice"
            ><input type="checkbox" name="second_factor" /><span>${s.resetSecondFactor}</span></label
          >
        </fieldset>`,confirm:s.sendLinks,act:async i=>{let n={password:i.has("password"),second_factor:i.has("second_factor")},a={path:{account:e,user:t}},l=await h(p().POST("/v1/accounts/{account}/users/{user}/credential-resets",{params:a,body:n})),u=l.outcome==="invitation_sent"?s.invitationSentInstead:s.resetSent(l);await r.changed("reset_credentials",u)}})}function di(r){let{t:s,account:e,user:t}=r;r.dialog.ask({title:s.endSessions,body:()=>o`<p>${s.endSessionsMeans(r.name)}</p>`,confirm:s.endSessions,act:async()=>{await p().DELETE("/v1/accounts/{account}/users/{user}/sessions",{params:{path:{account:e,user:t}}}),await r.changed("end_sessions",s.sessionsEnded)}})}function or(r,s){let{t:e}=r,t=i=>s.allowed_actions.includes(i);return o`<section class="card" aria-labelledby="invitation">
    <div class="head">
      <h2 id="invitation">${e.invitation}</h2>
      ${We(s.status,e)}
    </div>
    <dl class="facts">
      <dt>${e.emailDelivery}</dt>
      <dd>${Ne(s,e)}</dd>
      <dt>${e.expires}</dt>
      <dd>${$(s.expires_at,!0)}</dd>
    </dl>
    ${s.renewal_requested_at===null?d:o`<p>${e.newLinkAskedFor} ${$(s.renewal_requested_at,!0)}</p>`}
    ${s.status==="lapsed"?o`<p class="muted">${e.lapsedMeans}</p>`:d}
    <div class="actions start">
      ${t("resend")?o`<button type="button" @click=${()=>ci(r,s)}>${e.resendInvitation}</button>`:d}
      ${t("revoke")?o`<button type="button" class="warning" @click=${()=>ui(r,s)}>
              ${e.revokeInvitation}
            </button>`:d}
    </div>
  </section>`}function ci(r,s){let{t:e}=r;r.dialog.ask({title:e.resendInvitation,body:()=>o`<p>${e.resendMeans(s.email)}</p>`,confirm:e.resendInvitation,act:async()=>{await he(r.account,s.id),await r.changed("resend",e.invitationSent(s.email))}})}function ui(r,s){let{t:e}=r;r.dialog.ask({title:e.revokeInvitation,body:()=>o`<p>${e.revokeMeans(s.email)}</p>`,confirm:e.revokeInvitation,isDangerous:!0,act:async()=>{await Le(r.account,s.id),r.send("usher-removed",{user:s.user}),r.open({screen:"users",filters:{status:"pending"}})}})}function nr(r,s){let{t:e}=r,t=[r.can("reactivate")?o`<button type="button" class="primary" @click=${()=>hi(r,s)}>${e.reactivate}</button>`:d,r.can("deactivate")?o`<button type="button" class="warning" @click=${()=>pi(r,s)}>${e.deactivate}</button>`:d,r.can("remove")?o`<button type="button" class="warning" @click=${()=>mi(r,s)}>${e.removeUser}</button>`:d];return t.every(i=>i===d)?d:o`<section class="card" aria-labelledby="leaving">
    <h2 id="leaving">${e.accessToAccount}</h2>
    <p class="muted">${s.status==="deactivated"?e.isDeactivated:e.leavingHint}</p>
    <div class="actions start">${t}</div>
  </section>`}function pi(r,s){let{t:e,rules:t}=r,i=t?.policies.offboarding?.deactivation_clears_roles??!1;r.dialog.ask({title:e.deactivateUser(r.name),body:()=>o`<p>${e.deactivateMeans}</p>
        ${i?Pt(r,s,e.rolesAreTaken):o`<p>${e.rolesAreKept}</p>`}`,confirm:e.deactivateConfirm,isDangerous:!0,act:async()=>{await ze(r.account,s.id),await r.changed("deactivate",e.userDeactivated)}})}function mi(r,s){let{t:e}=r;r.dialog.ask({title:e.removeUserNamed(r.name),body:()=>o`<p>${e.removeMeans}</p>
        ${Pt(r,s,e.rolesAreTaken)}
        <p>${e.canBeInvitedAgain}</p>`,confirm:e.removeUser,isDangerous:!0,act:async()=>{await hs(r.account,s.id),r.send("usher-removed",{user:s.id}),r.open({screen:"users"})}})}function hi(r,s){let{t:e,grants:t,rules:i}=r;if(!i)return;let n=s.grants.length===0;n&&t.begin(i,i.toUpdate),r.dialog.ask({title:e.reactivateUser(r.name),body:a=>o`<p>${e.reactivateMeans}</p>
        ${n?t.render(e,a):Pt(r,s,e.comesBackWith)}`,confirm:e.reactivate,wide:n,act:async()=>{await De(r.account,s.id,n?t.value():void 0),await r.changed("reactivate",e.userReactivated)}})}function Pt(r,s,e){return s.grants.length===0?d:o`<div>
    <p>${e}</p>
    <div class="notice">${N(s.grants,r.rules,r.t,!0)}</div>
  </div>`}function ar(r,s){let{t:e}=r;return o`<section class="card" aria-labelledby="overview">
    <div class="head">
      <h2 id="overview">${e.overview}</h2>
      <div class="actions">
        ${r.can("update_names")?o`<button type="button" class="small" @click=${()=>fi(r,s)}>
                ${e.editName}
              </button>`:d}
        ${r.can("update_grants")?o`<button type="button" class="small" @click=${()=>vi(r,s)}>
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
      <dd>${N(s.grants,r.rules,e,!0)}</dd>
      <dt>${e.added}</dt>
      <dd>${$(s.created_at)}</dd>
      ${s.activated_at===null?d:o`<dt>${e.activeSince}</dt>
              <dd>${$(s.activated_at)}</dd>`}
      <dt>${e.secondFactor}</dt>
      <dd>${s.second_factor?e.on:e.off}</dd>
      <dt>${e.lastActive}</dt>
      <dd>${s.last_active_at===null?e.never:$(s.last_active_at)}</dd>
    </dl>
  </section>`}function fi(r,s){let{t:e}=r;r.dialog.ask({title:e.editName,body:t=>Ce(e,s,t),confirm:e.save,act:async t=>{let i={given_name:String(t.get("given_name")),family_name:String(t.get("family_name"))};await lt(r.account,s.id,i,r.version),await r.changed("update_names",e.nameChanged)}})}function vi(r,s){let{t:e,grants:t,rules:i}=r;i&&(t.begin(i,i.toUpdate,s.grants),r.dialog.ask({title:e.editRoles,body:n=>o`<p class="muted">${e.rolesBind}</p>
        ${t.render(e,n)}`,confirm:e.save,wide:!0,act:async()=>{await Fe(r.account,s.id,t.value(),r.version),await r.changed("update_grants",e.rolesChanged)}}))}var oe,lr,dr,cr,D=class extends b{constructor(){super(...arguments);y(this,oe);this.user="";this.version="";this.dialog=new S(this);this.grants=new re(this);this.question=new Qe(this)}willUpdate(e){(e.has("account")||e.has("user"))&&this.read()}render(){let{t:e,person:t}=this;return o`<div class="frame">
      ${this.announcement()}
      <nav aria-label=${e.back}>${this.linkTo({screen:"users"},o`← ${e.users}`)}</nav>
      ${t?c(this,oe,lr).call(this,t):c(this,oe,cr).call(this)} ${this.dialog.render(e)}
    </div>`}can(e){return this.person?.allowed_actions.includes(e)??!1}get name(){return[this.person?.given_name,this.person?.family_name].filter(Boolean).join(" ")||this.person?.email||""}async read(){this.error=void 0;let e={account:this.account,user:this.user};try{let[t]=await Promise.all([p().GET("/v1/accounts/{account}/users/{user}",{params:{path:e}}),this.readRules()]);this.version=t.response.headers.get("etag")??"",this.person=t.data;let[i,n]=await Promise.all([h(p().GET("/v1/accounts/{account}/users/{user}/access",{params:{path:e}})).catch(()=>{}),this.person?.invitation?He(this.account,this.person).catch(()=>{}):void 0]);this.effective=i,this.invitation=n}catch(t){this.error=t,this.person=void 0}}async changed(e,t){await this.read(),this.say(t),this.person&&this.send("usher-changed",{action:e,users:[this.person]})}};oe=new WeakSet,lr=function(e){let{t}=this;return o`<div class="head">
        <div>
          <h1 tabindex="-1">${this.name}</h1>
          <p class="muted">
            ${this.name===e.email?d:e.email} ${Ut(e.status,t)}
            ${e.external?o`<span class="badge">${t.external}</span>`:d}
          </p>
        </div>
      </div>
      <div class="columns">
        <div class="stack">
          ${ar(this,e)} ${this.invitation?or(this,this.invitation):d}
        </div>
        <div class="stack">${ir(this)} ${nr(this,e)}</div>
      </div>
      ${rr(this,this.question)} ${c(this,oe,dr).call(this)}`},dr=function(){let{t:e,account:t}=this;return o`<slot name="more"></slot>
      <usher-tokens
        account=${t}
        owner=${this.user}
        heading="2"
        ?may-create=${this.can("create_api_token")}
      ></usher-tokens>
      <usher-audit account=${t} target=${this.user} heading="2" label=${e.trailOf(this.name)}></usher-audit>`},cr=function(){let{t:e,error:t}=this;return t===void 0?o`<div class="card">${O(e)}</div>`:t instanceof L&&t.status===404?o`<div class="card">
        <h1 tabindex="-1">${e.noSuchUser}</h1>
        <p class="muted">${e.noSuchUserHint}</p>
      </div>`:P(t,e,()=>{this.read()})},D.styles=[...b.styles,ge],m([x()],D.prototype,"user",2),m([f()],D.prototype,"person",2),m([f()],D.prototype,"invitation",2),m([f()],D.prototype,"effective",2),m([f()],D.prototype,"error",2),D=m([k("usher-user")],D);var Ve=class{constructor(s){this.host=s;this.found={};this.#e=!1}#e;forget(){this.#e=!1}async read(s){if(this.#e||s==="")return;this.#e=!0;let t=await h(p().GET("/v1/accounts/{account}/users/counts",{params:{path:{account:s}}})).catch(()=>({})),i=Object.entries(t).map(([n,{count:a,more:l}])=>[n,`${a}${l?"+":""}`]);this.found=Object.fromEntries(i),this.host.requestUpdate()}};var Je=class{constructor(s){this.element=s}render(s,e,t){if(s.length===0)return d;let i=()=>this.element.choose(s,!1);return o`<div class="selection" role="group" aria-label=${t.selected(s.length)}>
      <strong>${t.selected(s.length)}</strong>
      ${this.#e(s,"update_grants",t.changeRole,()=>this.#i(s,e,t))}
      ${this.#e(s,"deactivate",t.deactivate,()=>this.#s(s,e,t))}
      ${this.#e(s,"reactivate",t.reactivate,()=>this.#r(s,e,t))}
      ${this.#t(s,t)}
      <button type="button" class="link" @click=${i}>${t.clearSelection}</button>
    </div>`}#e(s,e,t,i){let n=s.filter(a=>a.allowed_actions.includes(e)).length;return n===0?d:o`<button type="button" class="small" @click=${i}>${t} (${n})</button>`}#t(s,e){let t=s.filter(n=>n.status==="pending"&&n.invitation!==null);return t.length===0?d:o`<button type="button" class="small" @click=${async()=>{let a=(await xe(t,l=>He(this.element.account,l))).done.filter(({result:l})=>l.allowed_actions.includes("resend"));this.#o(a.map(({one:l})=>l),e,{name:"resend",button:e.resendInvitation,question:e.resendSeveral,done:e.resentSeveral,act:async l=>{let u=a.find(({one:g})=>g===l)?.result;return await he(this.element.account,u.id),l}})}}>${e.resendInvitation} (${t.length})</button>`}#s(s,e,t){this.#o(At(s,"deactivate"),t,{name:"deactivate",button:t.deactivate,question:t.deactivateSeveral,body:()=>o`<p>${t.deactivateMeans}</p>
          ${e?.policies.offboarding?.deactivation_clears_roles?o`<p>${t.rolesAreTaken}</p>`:d}`,done:t.deactivatedSeveral,act:i=>ze(this.element.account,i.id),isDangerous:!0})}#r(s,e,t){let{grants:i}=this.element,n=At(s,"reactivate"),a=n.some(l=>l.grants.length===0);e&&a&&i.begin(e,e.toUpdate),this.#o(n,t,{name:"reactivate",button:t.reactivate,question:t.reactivateSeveral,body:()=>o`<p>${t.reactivateMeans}</p>
          ${a?i.render(t):d}`,done:t.reactivatedSeveral,act:l=>De(this.element.account,l.id,l.grants.length===0?i.value():void 0)})}#i(s,e,t){if(!e)return;let{grants:i}=this.element;i.begin(e,e.toUpdate),this.#o(At(s,"update_grants"),t,{name:"update_grants",button:t.changeRole,question:t.changeRoleSeveral,body:()=>o`<p>${t.changeRoleMeans}</p>
          ${i.render(t)}`,done:t.changedSeveral,act:n=>Fe(this.element.account,n.id,i.value())})}#o(s,e,t){let{dialog:i}=this.element;if(s.length===0)return this.element.say(e.nothingToDo,!0);i.ask({title:t.question(s.length),body:()=>o`${t.body?.()??d}
          <ul class="names small">
            ${s.map(({email:n})=>o`<li>${n}</li>`)}
          </ul>`,confirm:t.button,isDangerous:t.isDangerous??!1,act:async()=>{let{done:n,failed:a}=await xe(s,t.act);if(n.length===0&&a[0])throw a[0].error;let l=a.map(({one:u,error:g})=>o`<li>${u.email}: ${G(g,e)}</li>`);l.length>0&&i.ask({title:e.notForAll(l.length),body:()=>o`<ul class="stack">
                ${l}
              </ul>`}),this.element.show(t.name,n.map(({result:u})=>u),t.done(n.length))}})}},At=(r,s)=>r.filter(e=>e.allowed_actions.includes(s));var Ot=[{name:"active",filters:{status:"active"}},{name:"pending",filters:{status:"pending"}},{name:"deactivated",filters:{status:"deactivated"}},{name:"external",filters:{external:"true"}},{name:"all",filters:{}}];function pr(r,s,e,t){return o`<div class="tabs" role="group" aria-label=${e.show}>
    ${Ot.map(({name:i,filters:n})=>{let a=r.status===n.status&&r.external===n.external,{status:l,external:u,...g}=r;return o`<button type="button" aria-pressed=${a} @click=${()=>t({...g,...n})}>
        ${e.tabs[i]} ${s[i]===void 0?d:o`<span class="count">${s[i]}</span>`}
      </button>`})}
  </div>`}var gi=300,ur;function mr(r,s,e,t){let i=a=>{let l=a.target.value.trim();clearTimeout(ur),ur=setTimeout(()=>t({query:l}),a.type==="input"?gi:0)};return o`<search class="toolbar">
    <div class="field grow">
      <label for="query">${e.searchUsers}</label>
      <input id="query" type="search" autocomplete="off" .value=${r.query??""} @input=${i} />
    </div>
    ${n("role",e.role,e.anyRole,s?.model.roles.map(({name:a,title:l})=>[a,l])??[])}
    ${s?.units.length?n("unit",s.noun,e.anyUnit,s.units.map(({id:a,name:l})=>[a,l])):d}
  </search>`;function n(a,l,u,g){return o`<div class="field">
      <label for=${a}>${l}</label>
      <select id=${a} @change=${H=>t({[a]:H.target.value})}>
        <option value="">${u}</option>
        ${g.map(([H,Sr])=>o`<option value=${H??""} ?selected=${r[a]===H}>${Sr}</option>`)}
      </select>
    </div>`}}var ae,Ze,q,Mt,hr,Xe,fr,ne=class extends b{constructor(){super(...arguments);y(this,q);this.filters={};this.selected=new Set;this.list=new z(this,e=>c(this,q,fr).call(this,e));this.dialog=new S(this);this.grants=new re(this);y(this,ae,new Ve(this));y(this,Ze,new Je(this))}willUpdate(e){!e.has("account")&&!e.has("filters")||(this.selected=new Set,e.has("account")&&(this.rules=void 0,v(this,ae).forget()),this.list.restart().then(()=>{this.readRules().catch(()=>{}),v(this,ae).read(this.account)}))}render(){let{t:e,list:t}=this;return o`<div class="frame">
      ${this.announcement()}
      <div class="head">
        <h1 tabindex="-1">${e.users}</h1>
        ${c(this,q,Mt).call(this)}
      </div>
      <section class="card flush" aria-label=${e.users}>
        ${pr(this.filters,v(this,ae).found,e,i=>c(this,q,Xe).call(this,i))}
        ${mr(this.filters,this.rules,e,i=>c(this,q,Xe).call(this,{...this.filters,...i}))}
        ${v(this,Ze).render(this.chosen,this.rules,e)}
        ${j(t,e,()=>c(this,q,hr).call(this),()=>sr(this,t.rows,this.rules,e))}
      </section>
      ${this.dialog.render(e)}
    </div>`}get chosen(){return this.list.rows.filter(e=>this.selected.has(e.id))}isChosen(e){return this.selected.has(e.id)}choose(e,t){let i=new Set(this.selected);for(let{id:n}of e)t?i.add(n):i.delete(n);this.selected=i}place(e){let t=[e.given_name,e.family_name].filter(Boolean).join(" ");return this.linkTo({screen:"user",user:e.id},t||e.email)}show(e,t,i){let{status:n}=this.filters;for(let a of t)n&&a.status!==n?this.list.remove(a.id):this.list.replace(a);this.selected=new Set,this.say(i),this.send("usher-changed",{action:e,users:t}),v(this,ae).forget(),v(this,ae).read(this.account)}};ae=new WeakMap,Ze=new WeakMap,q=new WeakSet,Mt=function(e=`+ ${this.t.inviteUsers}`){return this.rules?.toInvite.length?this.linkTo({screen:"invite"},e,"primary button"):d},hr=function(){let{t:e}=this,{query:t,role:i,unit:n}=this.filters;if(t||i||n){let l=()=>c(this,q,Xe).call(this,{...this.filters,query:"",role:"",unit:""});return I(e.nobodyFound,e.nobodyFoundHint,o`<button type="button" @click=${l}>${e.clearFilters}</button>`)}let a=Ot.find(({filters:l})=>l.status===this.filters.status&&l.external===this.filters.external);return I(e.nobody[a?.name??"all"],e.nobodyHint[a?.name??"all"],c(this,q,Mt).call(this,e.inviteUsers))},Xe=function(e){let t=Object.entries(e).filter(([,i])=>i!==""&&i!==void 0);this.filters=Object.fromEntries(t),this.send("usher-filters",this.filters)},fr=function(e){let{external:t,...i}=this.filters,n={...i,...t&&{external:!0},...e!==void 0&&{after:e}};return h(p().GET("/v1/accounts/{account}/users",{params:{path:{account:this.account},query:n}}))},ne.styles=[...b.styles,ge],m([x({attribute:!1})],ne.prototype,"filters",2),m([f()],ne.prototype,"selected",2),ne=m([k("usher-users")],ne);var Ct=["users","invite","invitations","user","roles","units","account","tokens","audit","me","security"];function It(r){let[s="",e=""]=r.replace(/^#/,"").split("?"),[,t="",i="",n=""]=s.split("/");return{account:t,screen:Ct.find(a=>a===i)??"users",id:n,filters:Object.fromEntries(new URLSearchParams(e))}}function J({account:r,screen:s,id:e="",filters:t={}}){let i=new URLSearchParams(Object.entries(t).filter(([,n])=>n!=="")).toString();return`#/${r}/${s}${e&&`/${e}`}${i&&`?${i}`}`}var X=(r,s)=>r.permissions?.[s]!==void 0,vr=()=>!0,qt=r=>X(r,"users:read"),yi={users:qt,invite:r=>X(r,"users:invite"),invitations:qt,user:(r,s)=>qt(r)||r.user?.id===s,roles:r=>r.permissions!==void 0,units:r=>X(r,"units:manage"),account:r=>r.permissions!==void 0,tokens:r=>X(r,"api_tokens:manage")||X(r,"api_tokens:manage:own"),audit:r=>X(r,"audit:read"),me:vr,security:vr},zt=(r,s,e="")=>yi[r](s,e);function gr(r,s){if(s.suspended)return $i(C().suspended,C().suspendedHint);let{screen:e,id:t,filters:i}=r.route,n=e==="me"||e==="security";if(s.second_factor_required&&!n)return bi(s);let a=H=>r.keep(H.detail),l=H=>r.openAccount(H.detail.account),u=()=>{r.read()},g=s.id;return{users:()=>o`<usher-users account=${g} .filters=${i} @usher-filters=${a}></usher-users>`,invite:()=>o`<usher-invite account=${g}></usher-invite>`,invitations:()=>o`<usher-invitations account=${g} .filters=${i} @usher-filters=${a}></usher-invitations>`,user:()=>o`<usher-user account=${g} user=${t}></usher-user>`,roles:()=>o`<usher-roles account=${g}></usher-roles>`,units:()=>o`<usher-units account=${g} ?may-create=${X(s,"units:manage")}></usher-units>`,account:()=>o`<usher-account
        account=${g}
        ?may-update=${X(s,"account:update")}
        @usher-account-changed=${u}
      ></usher-account>`,tokens:()=>o`<usher-tokens
        account=${g}
        owner=${X(s,"api_tokens:manage")?"":s.user?.id??""}
        ?may-create=${s.user?.allowed_actions.includes("create_api_token")}
      ></usher-tokens>`,audit:()=>o`<usher-audit account=${g} .filters=${i} @usher-filters=${a}></usher-audit>`,me:()=>o`<usher-profile account=${g} @usher-account=${l} @usher-profile=${u} @usher-left=${u}></usher-profile>`,security:()=>o`<usher-security account=${g} @usher-credentials=${u}></usher-security>`}[zt(e,s,t)?e:"me"]()}function bi(r){let s=C();return o`<div class="card">
    <div class="notice empty">
      <p class="title">${s.secondFactorNeeded(r.name)}</p>
      <p>${s.secondFactorHint}</p>
      <a class="primary" href=${J({account:r.id,screen:"security"})}>${s.setUpSecondFactor}</a>
    </div>
  </div>`}function $i(r,s){return o`<div class="card">
    <div class="notice empty">
      <p class="title">${r}</p>
      <p>${s}</p>
    </div>
  </div>`}function br(r,s){let e=C(),t=r.me?.accounts??[],i=a=>r.openAccount(a.target.value),n=a=>Ht(a.target.value);return o`<header>
    <button type="button" class="skip" @click=${()=>r.skip()}>${e.skip}</button>
    <a
      class="product"
      href=${s?J({account:s.id,screen:"users",filters:{status:"active"}}):"#"}
    >
      ${s?.product_name??"Usher"}
    </a>
    ${t.length>1?o`<select class="accounts" aria-label=${e.accountInUse} @change=${i}>
            ${nt(t.map(({id:a,name:l})=>[a,l]),s?.id)}
          </select>`:o`<span class="account-name">${s?.name??""}</span>`}
    <span class="space"></span>
    <select class="language" aria-label=${e.language} @change=${n}>
      ${nt(Object.entries(rt),W.tag)}
    </select>
    ${r.me?o`<button type="button" class="small" @click=${()=>r.signOut()}>${e.signOut}</button>`:d}
  </header>`}var wi=["invite","user"],yr=["me","security"];function $r(r,s){let e=C(),t=Ct.filter(n=>!wi.includes(n)&&zt(n,r)),i=n=>{let a=s.screen===n||n==="users"&&["user","invite"].includes(s.screen),l=n==="users"?{status:"active"}:{};return o`<li>
      <a href=${J({account:r.id,screen:n,filters:l})} aria-current=${a?"page":d}>
        ${e.screens[n]}
      </a>
    </li>`};return o`<nav class="side" aria-label=${e.navigation}>
    <ul>
      ${t.filter(n=>!yr.includes(n)).map(i)}
    </ul>
    <ul>
      ${yr.map(i)}
    </ul>
  </nav>`}var et=class{constructor(s){this.host=s;s.addController(this),this.#e=new S(s)}#e;#t;hostConnected(){}again(s){let e=C();return this.#e.ask({title:e.signInAgain,body:t=>o`<p class="muted">${e.sessionOver}</p>
          ${R({name:"email",label:e.email,type:"email",value:s,autocomplete:"username"},t)}
          ${R({name:"password",label:e.password,type:"password",autocomplete:"current-password"},t)}`,confirm:e.signIn,act:t=>this.#s(t)}),new Promise(t=>this.#t=t)}render(){return o`<div @close=${{handleEvent:()=>this.#i(!1),capture:!0}}>${this.#e.render(C())}</div>`}async#s(s){let e={email:String(s.get("email")),password:String(s.get("password")),cookie:!0},t=await h(p().POST("/v1/sessions",{body:e}));if(t.outcome==="signed_in")return this.#i(!0);this.#r(t.second_factor.challenge)}#r(s){let e=C();this.#e.ask({title:e.secondFactor,body:t=>R({name:"code",label:e.codeOrRecovery,autocomplete:"one-time-code",hint:e.codeHint},t),confirm:e.signIn,act:async t=>{let{password:i,...n}=ce(t);await p().POST("/v1/sessions/second-factor",{body:{challenge:s,...n,cookie:!0}}),this.#i(!0)}})}#i(s){this.#t?.(s),this.#t=void 0,this.host.requestUpdate()}};var wr=U`
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
    color: inherit;
    font-size: 1.0625rem;
    font-weight: 700;
    max-inline-size: 16rem;
    overflow: hidden;
    text-decoration: none;
    text-overflow: ellipsis;
    white-space: nowrap;
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
    color: var(--_accent);
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
`;var Dt="/sign-in",Se,F,kr,xr,Rr,Ee,Ue,Ft,le=class extends Pe{constructor(){super(...arguments);y(this,F);this.route=It(location.hash);y(this,Se,new et(this));y(this,Ee,()=>{let e=this.route;this.route=It(location.hash),c(this,F,Ft).call(this),!(e.screen===this.route.screen&&e.id===this.route.id)&&this.updateComplete.then(()=>{scrollTo(0,0),this.renderRoot.querySelector("main")?.focus()})});y(this,Ue,()=>this.requestUpdate())}connectedCallback(){super.connectedCallback(),tt({href:e=>c(this,F,Rr).call(this,e),signIn:()=>c(this,F,kr).call(this)}),addEventListener("hashchange",v(this,Ee)),W.addEventListener("change",v(this,Ue)),this.read()}disconnectedCallback(){super.disconnectedCallback(),removeEventListener("hashchange",v(this,Ee)),W.removeEventListener("change",v(this,Ue))}render(){let{account:e}=this;return o`${br(this,e)}
      <div class=${e?"body":"body alone"}>
        ${e?$r(e,this.route):d}
        <main tabindex="-1">${c(this,F,xr).call(this,e)}</main>
      </div>
      ${v(this,Se).render()}`}get account(){let e=this.me?.accounts??[];return e.find(({id:t})=>t===this.route.account)??e.find(({suspended:t})=>!t)??e[0]}async read(){this.error=void 0;try{this.me=await h(p().GET("/v1/me")),c(this,F,Ft).call(this)}catch(e){e instanceof L&&e.code==="second_factor_required"&&location.replace(Dt),this.error=e}}openAccount(e){Ae(),location.hash=J({account:e,screen:this.route.screen==="user"?"users":this.route.screen})}keep(e){let{screen:t,id:i}=this.route,n=this.account?.id??"";history.replaceState(null,"",J({account:n,screen:t,id:i,filters:e})),this.route={...this.route,filters:e}}async signOut(){await p().DELETE("/v1/sessions/current").catch(()=>{}),location.replace(Dt)}skip(){this.renderRoot.querySelector("main")?.focus()}};Se=new WeakMap,F=new WeakSet,kr=async function(){return this.me?v(this,Se).again(this.me.email):(location.replace(Dt),!1)},xr=function(e){let t=C();return this.error!==void 0?this.error instanceof L&&this.error.status===401?o`<p>${t.signedOut}</p>`:P(this.error,t,()=>{this.read()}):this.me?e?gr(this,e):o`<div class="notice empty">
        <p class="title">${t.noAccount}</p>
        <p>${t.noAccountHint}</p>
      </div>`:o`<div class="card">${O(t)}</div>`},Rr=function(e){let t=e.screen==="user"?e.user:"",i=e.screen==="user"?{}:e.filters??(e.screen==="users"?{status:"active"}:{});return J({account:this.account?.id??"",screen:e.screen,id:t,filters:i})},Ee=new WeakMap,Ue=new WeakMap,Ft=function(){let{account:e}=this;document.title=[C().screens[this.route.screen],e?.name,e?.product_name].filter(Boolean).join(" \xB7 ")},le.styles=[...Me,wr],m([f()],le.prototype,"me",2),m([f()],le.prototype,"route",2),m([f()],le.prototype,"error",2),le=m([k("usher-console")],le);await it(ot());document.documentElement.lang=ot();var _r=document.createElement("usher-console"),Tr=document.getElementById("page");Tr?Tr.replaceWith(_r):document.body.append(_r);
