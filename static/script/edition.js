/* What a chapter's page gains where script runs. Each feature is a module, and is started here. */

import { arrivals } from "./arrivals.js";
import { copying } from "./copying.js";
import { doors } from "./doors.js";
import { way } from "./way.js";

doors(document);
copying(document);
arrivals(document);
way(document);
