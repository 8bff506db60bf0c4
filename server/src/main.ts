// One file for Node and for the worker of a browser: they differ in how they talk to the client, and share the engine.
if ("importScripts" in globalThis) void import("./browser.js");
else void import("./node.js");
