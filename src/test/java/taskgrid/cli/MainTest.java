package taskgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.cli.Shell.Ran;

class MainTest {
  @TempDir Path home;

  @Test
  void versionGoesToStdoutAlone() {
    Ran ran = new Shell(home).run("--version");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("taskgrid ").endsWith(System.lineSeparator());
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aTraceIsShownOnlyForDebug() {
    Shell shell = new Shell(home);

    assertThat(shell.run("submit", "nowhere").err()).hasLineCount(1);
    assertThat(shell.run("submit", "--debug", "nowhere").err())
        .contains("Refused")
        .endsWith("taskgrid: nowhere: no such file\n");
  }

  @Test
  void completionIsAScriptForBothShells() {
    Ran ran = new Shell(home).run("completion", "zsh");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("bashcompinit", "--keep-order", "submit.sh", "member.sh");
  }

  @Test
  void completionKnowsTheWordsThatAnOptionTakes() {
    Ran ran = new Shell(home).run("completion", "bash");

    assertThat(ran.out())
        .contains("(\"text\" \"jsonl\" \"csv\")")
        .contains("(\"table\" \"json\" \"quiet\")")
        .contains("(\"bash\" \"zsh\")");
  }

  /**
   * The flags of config/jvm.options reach the tests; without this one Hazelcast is 50 times slower
   * on two cores.
   */
  @Test
  void testsRunWithTheLaunchersJvmFlags() {
    assertThat(ForkJoinPool.getCommonPoolParallelism()).isGreaterThanOrEqualTo(2);
  }
}
