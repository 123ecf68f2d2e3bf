package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.task.GridException;

class HostTableTest {
  @TempDir Path folder;

  @Test
  void aHostAnswersWhatTheTableSaysAfterItsWait() throws Exception {
    Running running =
        new Running(
            table(
                """
                # address:command:response:wait
                10.0.0.1:foo:1:1

                10.0.0.1:bar baz:-42:0.25
                10.0.0.10:foo:123456789012345678901234567890:0
                """));

    assertThat(running.outcome("10.0.0.1:foo")).isEqualTo("1");
    assertThat(running.outcome("host 10.0.0.1:bar baz")).isEqualTo("-42");
    assertThat(running.outcome("10.0.0.10:foo")).isEqualTo("123456789012345678901234567890");
    assertThat(running.waits).containsExactly("slept 1000000000", "slept 250000000", "slept 0");
  }

  @Test
  void whatIsNotInTheTableIsNamed() throws Exception {
    Running running = new Running(table("10.0.0.1:foo:1:0"));

    assertThat(running.outcome("10.0.0.2:foo"))
        .isEqualTo("error: host 10.0.0.2 is not in the table");
    assertThat(running.outcome("10.0.0.1:fo"))
        .isEqualTo("error: host 10.0.0.1 has no command \"fo\"");
    assertThat(running.outcome("10.0.0.1:foo "))
        .isEqualTo("error: host 10.0.0.1 has no command \"foo \"");
    assertThat(running.outcome("10.0.0.1:foo:1"))
        .isEqualTo("error: host 10.0.0.1 has no command \"foo:1\"");
    assertThat(running.outcome("10.0.0.1:foo:1:0 and far more than the table has bytes"))
        .startsWith("error: host 10.0.0.1 has no command \"foo:1:0 and");
  }

  @Test
  void aTableMayHaveWindowsLineEndsAndAByteOrderMark() throws Exception {
    Running running =
        new Running(table("\uFEFF10.0.0.1:foo:1:0\r\n\r\n10.0.0.2:foo:2:1.5\r\n#\r\n"));

    assertThat(running.outcome("10.0.0.1:foo")).isEqualTo("1");
    assertThat(running.outcome("10.0.0.2:foo")).isEqualTo("2");
    assertThat(running.waits).containsExactly("slept 0", "slept 1500000000");
  }

  @Test
  void allMalformedLinesAreReportedWithFileAndLine() throws Exception {
    Path file =
        write(
            """
            10.0.0.1:foo:1:1
            nonsense
            10.0.0.1:foo:bar:1:1
            10.0.0:foo:1:1
            10.0.0.256:foo:1:1
            # fine
            10.0.0.1::1:1
            10.0.0.1:a:one:1
            10.0.0.1:b:1:soon
            10.0.0.1:c:1:-1
            10.0.0.1:d:1:
            10.0.0.1:foo:2:2
            10.0.0.2:foo:1:1
            """);

    assertThatThrownBy(() -> HostTable.load(file))
        .isInstanceOf(GridException.class)
        .message()
        .satisfies(
            message ->
                assertThat(message.replace(file.toString(), "hosts.txt").lines())
                    .containsExactly(
                        "hosts.txt:2: not ip:command:response:wait: \"nonsense\"",
                        "hosts.txt:3: not ip:command:response:wait: \"10.0.0.1:foo:bar:1:1\"",
                        "hosts.txt:4: not four dotted numbers from 0 to 255: \"10.0.0\"",
                        "hosts.txt:5: not four dotted numbers from 0 to 255: \"10.0.0.256\"",
                        "hosts.txt:7: the command is empty",
                        "hosts.txt:8: the response is not an integer: \"one\"",
                        "hosts.txt:9: the wait is not a number of seconds: \"soon\"",
                        "hosts.txt:10: the wait is not a number of seconds: \"-1\"",
                        "hosts.txt:11: the wait is not a number of seconds: \"\"",
                        "hosts.txt:12: given twice: \"10.0.0.1:foo\""));
  }

  @Test
  void aFileOfAnotherKindIsNotPrintedWhole() throws Exception {
    Path file = write("nonsense\n".repeat(1000));

    assertThatThrownBy(() -> HostTable.load(file))
        .message()
        .satisfies(
            message ->
                assertThat(message.lines())
                    .hasSize(101)
                    .last()
                    .isEqualTo("and 900 more malformed lines"));
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("nowhere.txt");

    assertThatThrownBy(() -> HostTable.load(file))
        .isInstanceOf(GridException.class)
        .hasMessage("host table " + file + ": no such file");
  }

  @Test
  void anEmptyTableKnowsNobody() throws Exception {
    assertThat(new Running(table("")).outcome("10.0.0.1:foo"))
        .isEqualTo("error: host 10.0.0.1 is not in the table");
  }

  @Test
  void everyEntryOfALargeTableIsFound() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      lines.append(address(i)).append(":foo:").append(i).append(":0\n");
    }
    Running running = new Running(table(lines.toString()));

    for (int i = 0; i < 50_000; i++) {
      assertThat(running.outcome(address(i) + ":foo")).isEqualTo(Integer.toString(i));
    }
    assertThat(running.outcome(address(50_000) + ":foo")).startsWith("error: host 10.");
  }

  @Test
  void theExampleTableAnswersEachCommandOfTheExample() throws Exception {
    Path hosts = Path.of("src", "examples", "hosts");
    HostTable table = HostTable.load(hosts.resolve("hosts.txt"));
    Running running = new Running(table);

    List<String> commands = Files.readAllLines(hosts.resolve("commands.txt"));

    assertThat(commands).hasSize(512);
    assertThat(table.size()).isEqualTo(512);
    assertThat(commands).allSatisfy(line -> assertThat(running.outcome(line)).isEqualTo("1"));
  }

  private static String address(int i) {
    return "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
  }

  private HostTable table(String text) throws GridException, IOException {
    return HostTable.load(write(text));
  }

  private Path write(String text) throws IOException {
    return Files.write(folder.resolve("hosts.txt"), text.getBytes(UTF_8));
  }
}
