/* What a chapter's page gains where script runs. Each feature is a module, and is started here. */

import { arrivals } from "./arrivals.js";
import { citing } from "./citing.js";
import { copying } from "./copying.js";
import { finding } from "./finding.js";
import { since } from "./since.js";

finding(document);
citing(document);
copying(document);
arrivals(document);
since(document);
