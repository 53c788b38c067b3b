import{i as a,j as u}from"./part-SLHB3UJ4.js";var g=0,h=e=>({...e,id:++g,role:"",units:void 0,isSent:!1});function L(e,n,t){let i=(o,l)=>o[n.indexOf(l)]??"";return e.rows.slice(e.hasHeader?1:0).map(o=>({...h({email:i(o,"email"),given_name:i(o,"given_name"),family_name:i(o,"family_name")}),role:b(i(o,"role"),t),units:y(i(o,"unit"),t)}))}function b(e,n){let t=i=>i.toLocaleLowerCase()===e.toLocaleLowerCase();return n.toInvite.find(({role:i,title:o})=>t(i)||t(o))?.role??""}function y(e,n){let t=e.split(/[|/;]/).map(o=>o.trim().toLocaleLowerCase()),i=n.units.filter(({name:o})=>t.includes(o.toLocaleLowerCase())).map(({id:o})=>o);return i.length>0?i:void 0}function U(e,n){let[t]=n;if(t===void 0||e.role===""&&e.units===void 0)return n;let i=e.role!==""&&e.role!==t.role,o=e.units??t.units;return[i?{role:e.role,units:o,permissions:[],ends_at:t.ends_at}:{...t,units:o},...i?[]:n.slice(1)]}function _(e){let n=new Set,t=new Set;for(let{id:i,email:o}of e){let l=o.trim().toLowerCase();n.has(l)&&t.add(i),n.add(l)}return t}var $=e=>e.verdict==="invited"&&!e.isSent,m=e=>e.verdict!==void 0&&e.verdict!=="invited";function v(e,n){return Array.from(e,([t,i])=>a`<option value=${t} ?selected=${t===n}>${i}</option>`)}var p=50,R={invited:"good",invalid:"bad",not_allowed:"bad",try_again:"bad"},w=(e,n,t)=>e===void 0?a`<span class="badge">${t.checking}</span>`:a`<span class="badge ${R[e]??"warn"}">
        ${e==="invited"&&!n?t.willBeInvited:t.verdicts[e]}
      </span>`;function H(e,n){let{t,rows:i}=e,o=i.filter($).length,l=i.filter(m).length,r=e.onlyAttention?i.filter(m):i,s=Math.min(e.page*p,Math.max(0,Math.ceil(r.length/p)-1)*p),c=i.some(d=>d.verdict===void 0)&&e.error===void 0;return a`<section class="card flush" aria-labelledby="review">
      <div class="toolbar between">
        <div>
          <h2 id="review">${t.checkBeforeSending}</h2>
          <p role="status" class="muted">${c?t.checking:t.readyAndNot(o,l)}</p>
        </div>
        <div>
          ${f(t.onlyAttention,e.onlyAttention,d=>e.onlyAttention=d)}
          ${n.toInvite.length>1||n.choosesUnits?f(t.perRow,e.isPerRow,d=>e.isPerRow=d):u}
        </div>
      </div>
      ${r.length===0?a`<p class="notice">${t.nothingNeedsAttention}</p>`:x(e,r.slice(s,s+p),n)}
      ${r.length>p?I(e,s,r.length):u}
    </section>
    <div class="actions">
      <button type="button" @click=${()=>e.step="collect"}>${t.backStep}</button>
      <button type="button" class="primary" ?disabled=${o===0||c} @click=${()=>e.invite()}>
        ${t.sendInvitations(o)}
      </button>
    </div>`}function f(e,n,t){return a`<label class="choice"
    ><input type="checkbox" .checked=${n} @change=${o=>t(o.target.checked)} /><span>${e}</span></label
  >`}function I(e,n,t){let{t:i}=e,o=n/p;return a`<nav class="pager" aria-label=${i.pages}>
    <span class="muted">${i.rowsOf(n+1,Math.min(n+p,t),t)}</span>
    <button type="button" ?disabled=${o===0} @click=${()=>e.page=o-1}>${i.previousPage}</button>
    <button type="button" ?disabled=${n+p>=t} @click=${()=>e.page=o+1}>
      ${i.nextPage}
    </button>
  </nav>`}function x(e,n,t){let{t:i,isPerRow:o}=e,l=t.policies.invitation?.names!=="invitee",r=[i.email,...l?[i.givenName,i.familyName]:[],...o?[i.role,...t.choosesUnits?[t.noun]:[]]:[],i.result];return a`<table class="stacks rows" role="table">
    <caption class="hidden">
      ${i.checkBeforeSending}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${r.map(s=>a`<th scope="col" role="columnheader">${s}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${i.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${n.map(s=>S(e,s,t,l))}
    </tbody>
  </table>`}function S(e,n,t,i){let{t:o,isPerRow:l}=e,r=(s,c)=>a`<td role="cell" data-label=${c}>
      <input
        aria-label=${`${c}: ${n.email}`}
        aria-invalid=${n.errors?.some(({field:d})=>d.endsWith(s))?"true":u}
        type="text"
        autocomplete="off"
        .value=${n[s]}
        @change=${d=>e.mend(n,{[s]:d.target.value.trim()})}
      />
    </td>`;return a`<tr role="row">
    ${r("email",o.email)}
    ${i?a`${r("given_name",o.givenName)} ${r("family_name",o.familyName)}`:u}
    ${l?a`<td role="cell" data-label=${o.role}>${k(e,n,t)}</td>`:u}
    ${l&&t.choosesUnits?a`<td role="cell" data-label=${t.noun}>${T(e,n,t)}</td>`:u}
    <td role="cell" data-label=${o.result}>
      <span>
        ${w(n.verdict,n.isSent,o)}
        ${n.errors?.map(s=>a`<div class="small">${o.faults[s.code]??s.message}</div>`)}
      </span>
    </td>
    <td role="cell" class="end">
      <button
        type="button"
        class="small"
        aria-label=${`${o.removeRow}: ${n.email}`}
        @click=${()=>e.drop(n)}
      >
        ${o.removeRow}
      </button>
    </td>
  </tr>`}function k(e,n,t){let{t:i}=e,o=l=>e.mend(n,{role:l.target.value});return a`<select aria-label=${`${i.role}: ${n.email}`} @change=${o}>
    <option value="" ?selected=${n.role===""}>${i.asForAll}</option>
    ${v(t.toInvite.map(({role:l,title:r})=>[l,r]),n.role)}
  </select>`}function T(e,n,t){let{t:i}=e,o=n.units===void 0?"":n.units==="all"?"all":n.units[0]??"",l=s=>{let{value:c}=s.target;e.mend(n,{units:c===""?void 0:c==="all"?"all":[c]})},r=t.toInvite.some(s=>s.units==="all");return a`<select aria-label=${`${t.noun}: ${n.email}`} @change=${l}>
    <option value="" ?selected=${o===""}>${i.asForAll}</option>
    ${r?a`<option value="all" ?selected=${o==="all"}>${i.everywhere}</option>`:u}
    ${t.units.map(({id:s,name:c})=>a`<option value=${s} ?selected=${o===s}>${c}</option>`)}
  </select>`}export{h as a,L as b,U as c,_ as d,$ as e,v as f,w as g,H as h};
