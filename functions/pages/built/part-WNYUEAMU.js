import{j as a,k as u}from"./part-HXSIDYOE.js";var b=0,R=e=>({...e,id:++b,role:"",units:void 0,isSent:!1});function _(e,n,t){let o=(i,l)=>i[n.indexOf(l)]??"";return e.rows.slice(e.hasHeader?1:0).map(i=>({...R({email:o(i,"email"),given_name:o(i,"given_name"),family_name:o(i,"family_name")}),role:y(o(i,"role"),t),units:w(o(i,"unit"),t)}))}function y(e,n){let t=o=>o.toLocaleLowerCase()===e.toLocaleLowerCase();return n.toInvite.find(({role:o,title:i})=>t(o)||t(i))?.role??""}function w(e,n){let t=e.split(/[|/;]/).map(i=>i.trim().toLocaleLowerCase()),o=n.units.filter(({name:i})=>t.includes(i.toLocaleLowerCase())).map(({id:i})=>i);return o.length>0?o:void 0}function C(e,n){let[t]=n;if(t===void 0||e.role===""&&e.units===void 0)return n;let o=e.role!==""&&e.role!==t.role,i=e.units??t.units;return[o?{role:e.role,units:i,permissions:[],ends_at:t.ends_at}:{...t,units:i},...o?[]:n.slice(1)]}function N(e){let n=new Set,t=new Set;for(let{id:o,email:i}of e){let l=i.trim().toLowerCase();n.has(l)&&t.add(o),n.add(l)}return t}var v=e=>e.verdict==="invited"&&!e.isSent,$=e=>e.verdict!==void 0&&e.verdict!=="invited";function g(e,n){return Array.from(e,([t,o])=>a`<option value=${t} ?selected=${t===n}>${o}</option>`)}var d=50,I={invited:"good",invalid:"bad",not_allowed:"bad",try_again:"bad"},k=(e,n,t)=>e===void 0?a`<span class="badge">${t.checking}</span>`:a`<span class="badge ${I[e]??"warn"}">
        ${e==="invited"&&!n?t.willBeInvited:t.verdicts[e]}
      </span>`;function F(e,n){let{t,rows:o}=e,i=o.filter(v).length,l=o.filter($).length,r=e.onlyAttention?o.filter($):o,s=Math.min(e.page*d,Math.max(0,Math.ceil(r.length/d)-1)*d),c=o.filter(m=>m.verdict!==void 0).length,p=c<o.length&&e.error===void 0,f=o.length>d?`${t.checking} ${c} / ${o.length}`:t.checking;return a`<section class="card flush" aria-labelledby="review">
      <div class="toolbar between">
        <div>
          <h2 id="review">${t.checkBeforeSending}</h2>
          <p role="status" class="muted">${p?f:t.readyAndNot(i,l)}</p>
        </div>
        <div>
          ${h(t.onlyAttention,e.onlyAttention,m=>e.limit(m))}
          ${n.toInvite.length>1||n.choosesUnits?h(t.perRow,e.isPerRow,m=>e.isPerRow=m):u}
        </div>
      </div>
      ${r.length===0?a`<p class="notice">${t.nothingNeedsAttention}</p>`:S(e,r.slice(s,s+d),n)}
      ${r.length>d?x(e,s,r.length):u}
    </section>
    <div class="actions">
      <button type="button" @click=${()=>e.step="collect"}>${t.backStep}</button>
      <button type="button" class="primary" ?disabled=${i===0||p} @click=${()=>e.invite()}>
        ${t.sendInvitations(i)}
      </button>
    </div>`}function h(e,n,t){return a`<label class="choice"
    ><input type="checkbox" .checked=${n} @change=${i=>t(i.target.checked)} /><span>${e}</span></label
  >`}function x(e,n,t){let{t:o}=e,i=n/d;return a`<nav class="pager" aria-label=${o.pages}>
    <span class="muted">${o.rowsOf(n+1,Math.min(n+d,t),t)}</span>
    <button type="button" ?disabled=${i===0} @click=${()=>e.page=i-1}>${o.previousPage}</button>
    <button type="button" ?disabled=${n+d>=t} @click=${()=>e.page=i+1}>
      ${o.nextPage}
    </button>
  </nav>`}function S(e,n,t){let{t:o,isPerRow:i}=e,l=t.policies.invitation?.names!=="invitee",r=[o.email,...l?[o.givenName,o.familyName]:[],...i?[o.role,...t.choosesUnits?[t.noun]:[]]:[],o.result];return a`<table class="stacks rows" role="table">
    <caption class="hidden">
      ${o.checkBeforeSending}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${r.map(s=>a`<th scope="col" role="columnheader">${s}</th>`)}
        <th scope="col" role="columnheader"><span class="hidden">${o.actionsHead}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${n.map(s=>T(e,s,t,l))}
    </tbody>
  </table>`}function T(e,n,t,o){let{t:i,isPerRow:l}=e,r=(s,c)=>a`<td role="cell" data-label=${c}>
      <input
        aria-label=${`${c}: ${n.email}`}
        aria-invalid=${n.errors?.some(({field:p})=>p.endsWith(s))?"true":u}
        type="text"
        autocomplete="off"
        .value=${n[s]}
        @change=${p=>e.mend(n,{[s]:p.target.value.trim()})}
      />
    </td>`;return a`<tr role="row">
    ${r("email",i.email)}
    ${o?a`${r("given_name",i.givenName)} ${r("family_name",i.familyName)}`:u}
    ${l?a`<td role="cell" data-label=${i.role}>${L(e,n,t)}</td>`:u}
    ${l&&t.choosesUnits?a`<td role="cell" data-label=${t.noun}>${U(e,n,t)}</td>`:u}
    <td role="cell" data-label=${i.result}>
      <span>
        ${k(n.verdict,n.isSent,i)}
        ${n.errors?.map(s=>a`<div class="small">${i.faults[s.code]??s.message}</div>`)}
      </span>
    </td>
    <td role="cell" class="end">
      <button
        type="button"
        class="small"
        aria-label=${`${i.removeRow}: ${n.email}`}
        @click=${()=>e.drop(n)}
      >
        ${i.removeRow}
      </button>
    </td>
  </tr>`}function L(e,n,t){let{t:o}=e,i=l=>e.mend(n,{role:l.target.value});return a`<select aria-label=${`${o.role}: ${n.email}`} @change=${i}>
    <option value="" ?selected=${n.role===""}>${o.asForAll}</option>
    ${g(t.toInvite.map(({role:l,title:r})=>[l,r]),n.role)}
  </select>`}function U(e,n,t){let{t:o}=e,i=n.units===void 0?"":n.units==="all"?"all":n.units[0]??"",l=s=>{let{value:c}=s.target;e.mend(n,{units:c===""?void 0:c==="all"?"all":[c]})},r=t.toInvite.some(s=>s.units==="all");return a`<select aria-label=${`${t.noun}: ${n.email}`} @change=${l}>
    <option value="" ?selected=${i===""}>${o.asForAll}</option>
    ${r?a`<option value="all" ?selected=${i==="all"}>${o.everywhere}</option>`:u}
    ${t.units.map(({id:s,name:c})=>a`<option value=${s} ?selected=${i===s}>${c}</option>`)}
  </select>`}export{R as a,_ as b,C as c,N as d,v as e,g as f,k as g,F as h};
