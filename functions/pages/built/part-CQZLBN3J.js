import{a,b,c}from"./part-I3XQJALS.js";import"./part-BF2HSYTZ.js";import"./part-3TRCUYIK.js";import"./part-K54E55J2.js";export{b as changed,a as pseudo,c as words};
