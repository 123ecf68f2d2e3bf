package taskgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.cli.Shell.Ran;

class ConfigurationTest {
  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
    shell.grids.memberOnThisHost = false;
    shell.job.end();
  }

  @Test
  void theFileCountsMoreThanTheDefault() throws Exception {
    shell.write("config/taskgrid.yaml", "slots: 3\n");

    assertThat(embedded()).isEqualTo("embedded 3");
  }

  @Test
  void theEnvironmentCountsMoreThanTheFile() throws Exception {
    shell.write("config/taskgrid.yaml", "slots: 3\n");
    shell.environment.put("TASKGRID_SLOTS", "4");

    assertThat(embedded()).isEqualTo("embedded 4");
  }

  @Test
  void theOptionCountsMoreThanAll() throws Exception {
    shell.write("config/taskgrid.yaml", "slots: 3\n");
    shell.environment.put("TASKGRID_SLOTS", "4");

    assertThat(embedded("--slots", "5")).isEqualTo("embedded 5");
  }

  @Test
  void anotherFileMayBeNamed() throws Exception {
    shell.write("config/taskgrid.yaml", "slots: 3\n");
    String other = shell.write("other.yaml", "slots: 6\n").toString();

    assertThat(embedded("--config", other)).isEqualTo("embedded 6");
    shell.environment.put("TASKGRID_CONFIG", other);
    assertThat(embedded()).isEqualTo("embedded 6");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void noFileMeansNoneOfItsSettings() throws Exception {
    shell.write("config/taskgrid.yaml", "slots: 3\n");

    assertThat(embedded("--slots", "5", "--config", "/dev/null")).isEqualTo("embedded 5");
    assertThat(shell.run("submit", "--config", home.toString(), "-").err())
        .isEqualTo("taskgrid: " + home + ": is a directory, not a file of settings\n");
  }

  @Test
  void flagsAndListsAndMapsAreRead() throws Exception {
    shell.write(
        "config/taskgrid.yaml",
        """
        # of the members
        join: [a, "b:5702"]
        discover: yes
        label: {gpu: yes, room: 3}
        """);
    shell.grids.member.close();

    shell.run("member");

    var options = shell.grids.started;
    assertThat(options.join()).containsExactly("a", "b:5702");
    assertThat(options.discover()).isTrue();
    assertThat(options.labels()).containsEntry("gpu", "yes").containsEntry("room", "3");
    assertThat(options.cluster()).isEqualTo("taskgrid");
  }

  @Test
  void whatIsTypedDecidesWhereAJobRuns() throws Exception {
    shell.write("config/taskgrid.yaml", "members: grid-1\n");

    assertThat(embedded("--embedded")).isEqualTo("embedded 2");
    shell.run("submit", "-");
    assertThat(shell.grids.calls).contains("connect taskgrid [grid-1]");

    shell.environment.put("TASKGRID_EMBEDDED", "yes");
    shell.grids.calls.clear();
    shell.run("submit", "--members", "grid-2", "-");
    assertThat(shell.grids.calls).contains("connect taskgrid [grid-2]");
  }

  @Test
  void allThatIsWrongInAFileIsSaidAtOnce() throws Exception {
    shell.write(
        "config/taskgrid.yaml",
        """
        slotz: 3
        keep: 5

        secret-file: x.key
        discover: perhaps
        cluster: one
        cluster: two
        bind: {a: [1]}
        xyzzy:
        """);

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(shell.grids.calls).isEmpty();
    assertThat(ran.err().lines())
        .allMatch(line -> line.startsWith("taskgrid: config/taskgrid.yaml:"))
        .anyMatch(line -> line.endsWith(":1: unknown key slotz; the nearest known key is slots"))
        .anyMatch(line -> line.contains(":2: keep: not a duration"))
        .anyMatch(line -> line.endsWith(":4: secret-file is not built yet"))
        .anyMatch(line -> line.contains(":5: discover: 'perhaps' is neither true nor false"))
        .anyMatch(line -> line.contains(":7: cluster is there twice, first in line 6"))
        .anyMatch(line -> line.contains(":8: bind holds more than"))
        .anyMatch(line -> line.endsWith(":9: unknown key xyzzy"));
  }

  @Test
  void whatIsNoYamlIsSaidWithItsPlace() throws Exception {
    shell.write("config/taskgrid.yaml", "slots: 3\njoin: [a, b\n");

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).startsWith("taskgrid: config/taskgrid.yaml:").contains("not YAML");
  }

  @Test
  void aWrongVariableIsNamed() {
    shell.environment.put("TASKGRID_SLOTS", "many");
    shell.environment.put("TASKGRID_SECRET_FILE", "x.key");

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err().lines())
        .containsExactlyInAnyOrder(
            "taskgrid: TASKGRID_SLOTS: slots: 'many' is not a whole number from 1 to 1000000",
            "taskgrid: TASKGRID_SECRET_FILE: secret-file is not built yet");
  }

  @Test
  void aBrokenFileDoesNotHideTheHelp() throws Exception {
    shell.write("config/taskgrid.yaml", "slotz: 3\n");

    assertThat(shell.run("submit", "--help").code()).isZero();
  }

  @Test
  void outputIsNotMistakenForAFileOfResults() throws Exception {
    shell.write("config/taskgrid.yaml", "output: json\n");
    shell.job.give();

    assertThat(shell.run("submit", "-").code()).isZero();
    assertThat(shell.run("config").out()).startsWith("{").contains("config/taskgrid.yaml:1");
  }

  private String embedded(String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "submit";
    System.arraycopy(options, 0, words, 1, options.length);
    words[words.length - 1] = "-";
    shell.grids.calls.clear();
    Ran ran = shell.run(words);
    return shell.grids.calls.stream()
        .filter(call -> call.startsWith("embedded"))
        .findFirst()
        .orElse(ran.err());
  }
}
