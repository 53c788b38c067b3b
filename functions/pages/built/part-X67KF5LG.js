import{a}from"./part-WHKMBIZ2.js";import"./part-K54E55J2.js";export{a as actions};
