import{a}from"./part-OCWVIQXE.js";import"./part-K54E55J2.js";export{a as actions};
