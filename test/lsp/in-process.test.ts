import { protocolSuite } from "./protocol-suite.js";
import { connectInProcess } from "./transport.js";

protocolSuite("in process", () => connectInProcess());
