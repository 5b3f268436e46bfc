import { verifying } from "./verifying.js";
verifying(document);
