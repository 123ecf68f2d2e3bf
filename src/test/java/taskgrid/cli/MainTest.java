package taskgrid.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void versionGoesToStdoutAlone() {
    int code = run("--version");

    assertThat(code).isZero();
    assertThat(out.toString(UTF_8)).startsWith("taskgrid ").endsWith(System.lineSeparator());
    assertThat(err.size()).isZero();
  }

  @Test
  void aCommandThatIsNotBuiltIsRefusedInOneLine() {
    int code = run("fly");

    assertThat(code).isEqualTo(255);
    assertThat(out.size()).isZero();
    assertThat(err.toString(UTF_8).lines()).hasSize(1);
  }

  /**
   * The flags of config/jvm.options reach the tests; without this one Hazelcast is 50 times slower
   * on two cores.
   */
  @Test
  void testsRunWithTheLaunchersJvmFlags() {
    assertThat(ForkJoinPool.getCommonPoolParallelism()).isGreaterThanOrEqualTo(2);
  }

  private int run(String... args) {
    return Main.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }
}
