const fs = require("fs");
const secret = (name) => fs.readFileSync(`/run/secrets/${name}`, "utf8").trim();

db.getSiblingDB("admin").auth(secret("root-user"), secret("root-password"));
try {
  rs.status();
} catch {
  rs.initiate({ _id: "orders", members: [1, 2, 3].map((n) => ({ _id: n, host: `mongo-${n}:27017` })) });
}
