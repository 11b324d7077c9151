// The page is drawn by the server; these few scripts send what a person does and show what has changed.
import {post, tell, wireActs} from "./acts.js";
import {wireComposers} from "./composer.js";
import {wireKeys} from "./keys.js";
import {arrive, listen} from "./screen.js";
import {wireSwitcher} from "./switcher.js";

wireActs();
wireComposers(fields => post("send", fields));
wireSwitcher();
wireKeys();
arrive();
listen(tell);
