import{a,b}from"./part-3DTYP4J2.js";import"./part-TPPPVKXB.js";import"./part-3TRCUYIK.js";import"./part-K54E55J2.js";export{a as pseudo,b as words};
