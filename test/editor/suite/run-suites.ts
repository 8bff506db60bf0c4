import Mocha from "mocha";

/**
 * Runs what `load` declares, inside VS Code's extension host. Prints a line for each test and `N passed, N failed` at the end; rejects when
 * a test failed, which is how VS Code learns of it.
 */
export async function runSuites(load: () => Promise<unknown>): Promise<void> {
  const mocha = new Mocha({ ui: "tdd", timeout: 60_000, reporter: function silent() {} as unknown as Mocha.ReporterConstructor });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await load();
  let failed = 0;
  let passed = 0;
  await new Promise<void>((done) => {
    mocha
      .run(() => done())
      .on("pass", (test: Mocha.Test) => {
        passed++;
        console.log(`ok  ${test.fullTitle()}`);
      })
      .on("fail", (test: Mocha.Runnable, error: Error) => {
        failed++;
        console.log(`FAILED  ${test.fullTitle()}\n${error.stack ?? error.message}`);
      });
  });
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) throw new Error(`${failed} tests failed`);
}
