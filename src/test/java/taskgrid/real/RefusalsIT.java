package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What cannot work is refused in one clear line, with nothing on stdout and exit code 255. */
@Timeout(120)
class RefusalsIT {
  @TempDir Path temp;

  private final Bin bin = new Bin();

  @AfterEach
  void close() {
    bin.close();
  }

  @Test
  void aMissingFile() throws Exception {
    bin.submit("no-such-file.txt").ended().isRefusedBecause("no-such-file.txt: no such file");
  }

  @Test
  void membersThatAreNotThere() throws Exception {
    String nobody = "127.0.0.1:" + FreePorts.take();

    bin.submit("--members", nobody, "--connect-timeout", "1s", "-")
        .ended()
        .isRefusedBecause(nobody);
  }

  @Test
  void anUnknownOption() throws Exception {
    bin.submit("--slotss", "3", "-").ended().isRefusedBecause("--slotss");
    bin.member("--slotss", "3").ended().isRefusedBecause("--slotss");
  }

  @Test
  void anOptionThatIsNotBuiltYet() throws Exception {
    bin.submit("--secret-file", "x.key", "-")
        .ended()
        .isRefusedBecause("--secret-file is not built yet");
    bin.member("--http", "0").ended().isRefusedBecause("--http is not built yet");
  }

  @Test
  void anUnknownKeyOfTheConfigurationWithTheNearestOne() throws Exception {
    Path config = Files.writeString(temp.resolve("taskgrid.yaml"), "slotz: 3\n");

    bin.member("--config", config.toString())
        .ended()
        .isRefusedBecause(config + ":1: unknown key slotz; the nearest known key is slots");
  }

  @Test
  void aBrokenHostTableLine() throws Exception {
    Path table = Files.writeString(temp.resolve("hosts.txt"), "10.0.0.1:foo:1:1\n10.0.0.1:foo\n");

    bin.member("--host-table", table.toString()).ended().isRefusedBecause(table + ":2");
  }

  @Test
  void anAddressBeyondLoopbackWithoutASecret() throws Exception {
    bin.member("--bind", "0.0.0.0").ended().isRefusedBecause("--insecure");
  }

  @Test
  void aMemberWithoutTheThreadsForCallbacks() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=1",
            "-jar",
            Bin.HOME.resolve("target/taskgrid.jar").toString(),
            "member",
            "--cluster",
            "never-started");

    bin.start(bin.builder(command)).ended().isRefusedBecause("common.parallelism");
  }

  @Test
  void aPortThatIsTaken() throws Exception {
    try (RealGrid grid = RealGrid.of(1)) {
      String taken = grid.member(0).address();

      bin.member("--bind", taken, "--data", temp.toString(), "--cluster", "other")
          .ended()
          .isRefusedBecause(taken);
      assertThat(grid.member(0).process().isAlive()).isTrue();
    }
  }
}
