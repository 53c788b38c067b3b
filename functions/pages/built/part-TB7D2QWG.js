import{h,j as f}from"./part-C46SNE5M.js";import{j as o,k as u,o as m,p as $}from"./part-HXSIDYOE.js";import"./part-BF2HSYTZ.js";import"./part-3TRCUYIK.js";import"./part-K54E55J2.js";function H(e,s,t){return o`<div class="stack">
    ${e.drafts.map((l,n)=>g(e,l,n,s,t))}
    ${e.mayAdd?o`<div><button type="button" class="small" @click=${()=>e.add()}>${s.addRole}</button></div>`:u}
  </div>`}function g(e,s,t,l,n){let c=e.roleOf(s),i=e.drafts.length>1?o`<button type="button" class="small" @click=${()=>e.remove(t)}>${l.removeRole}</button>`:u;if(c===void 0)return y(e,s,l);let a=["role","units","permissions","ends_at"].map(p=>n.get(`grants[${t}].${p}`));return o`<fieldset class="grant">
    <legend class="hidden">${l.roleNumber(t+1)}</legend>
    ${k(e,s,t,l)} ${R(e,s,t,c,l)}
    ${D(e,s,t,c,l)} ${U(e,s,t,c,l)}
    ${a.some(Boolean)?o`<p class="said fault">${a.filter(Boolean).join(" ")}</p>`:u} ${i}
  </fieldset>`}function y(e,s,t){let l=m(e.rules,s.role),n=s.held?f([s.held],e.rules,t):l;return o`<div class="grant">
    ${n}
    <p class="small muted">${t.roleStays}</p>
  </div>`}function k(e,s,t,l){let n=new Set(e.drafts.filter(a=>a!==s).map(a=>a.role)),c=a=>e.choose(t,a.target.value),i=e.roleOf(s)?.description;return o`<div class="field">
    <label for="role-${t}">${l.role}</label>
    <select id="role-${t}" @change=${c}>
      ${e.roles.map(({role:a,title:p})=>o`<option
            value=${a}
            ?selected=${a===s.role}
            ?disabled=${n.has(a)&&!e.rules?.choosesUnits}
          >
            ${p}
          </option>`)}
    </select>
    ${i?o`<span class="hint">${i}</span>`:u}
  </div>`}function R(e,s,t,l,n){let{rules:c}=e;if(!c?.choosesUnits)return u;let i=s.units==="all"?[]:s.units,a=c.units.filter(r=>r.status==="active"),p=l.units==="all"?a:a.filter(r=>l.units.includes(r.id)),b=i.filter(r=>!p.some(d=>d.id===r)),v=r=>()=>e.set(t,{units:i.includes(r)?i.filter(d=>d!==r):[...i,r]});return o`<fieldset class="stack units">
    <legend>${n.whichUnits(c.noun)}</legend>
    ${l.units==="all"?G(e,s,t,n):u}
    ${s.units==="all"?u:o`<div class="choices">
            ${p.map(r=>T(r,i,v))}
            ${b.map(r=>o`<span class="small muted">${$(c,r)}</span>`)}
          </div>`}
    ${c.moreUnits?o`<p class="small muted">${n.moreUnits}</p>`:u}
    ${p.length===0&&l.units!=="all"?o`<p class="small muted">${n.noUnitsYet}</p>`:u}
  </fieldset>`}function G(e,s,t,l){let n=c=>()=>e.set(t,{units:c});return o`<div>
    <label class="choice">
      <input type="radio" name="reach-${t}" ?checked=${s.units==="all"} @change=${n("all")} />
      <span>${l.allUnits}</span>
    </label>
    <label class="choice">
      <input type="radio" name="reach-${t}" ?checked=${s.units!=="all"} @change=${n([])} />
      <span>${l.onlyThese}</span>
    </label>
  </div>`}function T(e,s,t){return o`<label class="choice">
    <input type="checkbox" .checked=${s.includes(e.id)} @change=${t(e.id)} />
    <span>${e.name}</span>
  </label>`}function D(e,s,t,l,n){if(l.permissions.length===0)return u;let c=i=>()=>{let a=s.permissions.includes(i);e.set(t,{permissions:a?s.permissions.filter(p=>p!==i):[...s.permissions,i]})};return o`<fieldset class="stack">
    <legend>${n.additionalPermissions}</legend>
    <div class="choices">
      ${l.permissions.map(i=>o`<label class="choice">
            <input type="checkbox" .checked=${s.permissions.includes(i)} @change=${c(i)} />
            <span>${h(e.rules,i,n)}</span>
          </label>`)}
    </div>
  </fieldset>`}function U(e,s,t,l,n){let c=a=>e.set(t,{ends:a.target.value}),i=l.ends_at?.slice(0,10);return o`<div class="field">
    <label for="ends-${t}">${n.endDate}</label>
    <input id="ends-${t}" type="date" .value=${s.ends} max=${i??u} @change=${c} />
    <span class="hint">${i===void 0?n.endDateHint:n.endDateLatest}</span>
  </div>`}export{H as grantsForm};
