// The page is drawn by the server; these few scripts send what a person does and show what has changed.
import {post, tell, wireActs} from "./acts.js";
import {wireComposers} from "./composer.js";
import {arrive, listen} from "./screen.js";

wireActs();
wireComposers(fields => post("send", fields));
arrive();
listen(tell);
