import{a}from"./part-52TNJS7B.js";import"./part-K54E55J2.js";export{a as actions};
