import { searching } from "./searching.js";
searching(document);
