import{a,b}from"./part-SICROA44.js";import"./part-BF2HSYTZ.js";import"./part-3TRCUYIK.js";import"./part-K54E55J2.js";export{a as pseudo,b as words};
