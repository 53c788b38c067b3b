import{a as r}from"./part-52TNJS7B.js";import{a as o}from"./part-I3XQJALS.js";import"./part-BF2HSYTZ.js";import"./part-3TRCUYIK.js";import"./part-K54E55J2.js";var i=o(r);export{i as actions};
