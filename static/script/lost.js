import { losing } from "./losing.js";
losing(document);
