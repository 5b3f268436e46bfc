/* What is loaded when a reader first asks for it. */

import { citing } from "./citing.js";
import { found } from "./found.js";
import { finding, looking } from "./finding.js";
import { chosenOf, formsFor } from "./forms.js";
import { keys } from "./keys.js";
import { mentions } from "./mentions.js";
import { settings } from "./settings.js";
import { since } from "./since.js";
import { glance } from "./slip.js";

window.postil.tools = { chosenOf, citing, finding, formsFor, glance, looking, settings, since };
keys(document, settings);
mentions(document);
found(document);
