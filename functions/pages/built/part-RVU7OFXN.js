import{a as r}from"./part-OCWVIQXE.js";import{a as o}from"./part-3DTYP4J2.js";import"./part-TPPPVKXB.js";import"./part-3TRCUYIK.js";import"./part-K54E55J2.js";var i=o(r);export{i as actions};
