import{g as h}from"./part-WNYUEAMU.js";import{j as c,k as d,o as f}from"./part-HXSIDYOE.js";import"./part-K54E55J2.js";function y(t){let l=w(t.replace(/^\uFEFF/,""),R(t)).filter(n=>n.some(r=>r!=="")),s=l[0]??[],e=s.length>0&&!s.some(n=>n.includes("@"));return{rows:l,hasHeader:e,columns:C(l,e)}}function R(t){let l=(t.split(/\r?\n/,1)[0]??"").replace(/"[^"]*"/g,"");return[",",";","	"].map(e=>({mark:e,count:l.split(e).length})).sort((e,n)=>n.count-e.count)[0]?.mark??","}function w(t,l){let s=[],e=[],n="",r=!1;for(let i=0;i<t.length;i+=1){let o=t[i];r?o!=='"'?n+=o:t[i+1]==='"'?n+=t[i+=1]:r=!1:o==='"'&&n.trim()===""?(n="",r=!0):o===l?(e.push(n.trim()),n=""):o===`
`||o==="\r"?(o==="\r"&&t[i+1]===`
`&&(i+=1),s.push([...e,n.trim()]),e=[],n=""):n+=o}return s.push([...e,n.trim()]),s}var k=[["email",/mail|adresse|correo|address/i],["given_name",/first|given|prénom|prenom|vorname|nombre/i],["family_name",/last|family|surname|^nom\b|nachname|apellido/i],["role",/role|rôle|rolle|rol\b/i],["unit",/unit|store|practice|profile|account|einheit|unité|unidad/i]];function C(t,l){let s=t[0]??[],e=new Set;return s.map((n,r)=>{let o=t.slice(l?1:0,20).some(a=>a[r]?.includes("@"))?"email":l?k.find(([,a])=>a.test(n))?.[0]??"":"";return o===""||e.has(o)?"":(e.add(o),o)})}function v(t){let l=s=>{let e=/^[=+\-@\t\r]/.test(s)?`'${s}`:s;return/[",;\n\r\t]/.test(e)?`"${e.replaceAll('"','""')}"`:e};return`\uFEFF${t.map(s=>s.map(l).join(",")).join(`\r
`)}\r
`}var E=3;function U(t,l){let{t:s,table:e}=t;if(!e)return c``;let n=e.rows.length-(e.hasHeader?1:0),r=o=>t.table={...e,hasHeader:o.target.checked};return c`<form class="card" @submit=${o=>{o.preventDefault(),t.mapped()}}>
    <h2>${s.columnsOfFile}</h2>
    <p class="muted">${s.columnsHint(n)}</p>
    <label class="choice">
      <input type="checkbox" .checked=${e.hasHeader} @change=${r} /><span>${s.firstRowIsHeader}</span>
    </label>
    <div class="columns-of-file">${e.columns.map((o,a)=>T(t,l,o,a))}</div>
    <div class="actions">
      <button type="button" @click=${()=>t.again()}>${s.cancel}</button>
      <button type="submit" class="primary" ?disabled=${!e.columns.includes("email")}>${s.next}</button>
    </div>
  </form>`}function T(t,l,s,e){let{t:n,table:r}=t,i=r?.hasHeader?1:0,o=r?.rows.slice(i,i+E).map(m=>m[e]??"")??[],a=r?.hasHeader&&r.rows[0]?.[e]||n.column(e+1),g=[["",n.notUsed],["email",n.email],["given_name",n.givenName],["family_name",n.familyName],["role",n.role],...l.choosesUnits?[["unit",l.noun]]:[]];return c`<div class="field">
    <label for="column-${e}">${a}</label>
    <select id="column-${e}" @change=${m=>{let u=m.target.value;if(!r)return;let b=r.columns.map((p,$)=>$===e?u:p===u?"":p);t.table={...r,columns:b}}}>
      ${g.map(([m,u])=>c`<option value=${m} ?selected=${m===s}>${u}</option>`)}
    </select>
    <span class="hint">${o.filter(Boolean).join(" \xB7 ")||n.emptyColumn}</span>
  </div>`}function H(t,l){let{t:s,rows:e}=t,n=new Map;for(let i of e)n.set(i.verdict,(n.get(i.verdict)??0)+1);let r=e.length-e.filter(i=>i.isSent&&i.verdict==="invited").length;return c`<section class="card" aria-labelledby="done">
    <h2 id="done">${s.whatBecameOfIt}</h2>
    <dl class="facts">
      ${[...n].map(([i,o])=>c`<dt>${h(i,!0,s)}</dt>
            <dd>${o}</dd>`)}
    </dl>
    <div class="actions start">
      ${t.linkTo({screen:"users",filters:{status:"pending"}},s.toPending,"primary button")}
      <button type="button" @click=${()=>I(t,l)}>${s.downloadResult}</button>
      ${r>0?c`<button type="button" @click=${()=>t.step="review"}>${s.mendTheRest(r)}</button>`:d}
      <button type="button" @click=${()=>t.again()}>${s.inviteMore}</button>
    </div>
  </section>`}function I({t,rows:l},s){let e=[t.email,t.givenName,t.familyName,t.role,t.result],n=l.map(o=>[o.email,o.given_name,o.family_name,o.role===""?"":f(s,o.role),o.verdict===void 0?"":t.verdicts[o.verdict]]),r=URL.createObjectURL(new Blob([v([e,...n])],{type:"text/csv;charset=utf-8"})),i=document.createElement("a");i.href=r,i.download="invitations.csv",i.click(),setTimeout(()=>URL.revokeObjectURL(r))}export{y as csv,U as mapping,H as result};
