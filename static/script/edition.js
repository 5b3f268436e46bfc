/* What a chapter's page gains where script runs. Each feature is a module, and is started here. */

import { arrivals } from "./arrivals.js";
import { asides } from "./asides.js";
import { copying } from "./copying.js";
import { doors } from "./doors.js";
import { glances } from "./glances.js";
import { tools } from "./loading.js";
import { way } from "./way.js";

doors(document);
copying(document);
arrivals(document);
asides(document);
glances(document);
way(document);
if (document.documentElement.dataset.terms === "all") tools();
