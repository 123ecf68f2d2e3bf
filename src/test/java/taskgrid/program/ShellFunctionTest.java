package taskgrid.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgrid.function.InvalidTask;
import taskgrid.function.TaskFailed;
import taskgrid.function.TaskFunction;
import taskgrid.task.FailureKind;

class ShellFunctionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MAX_VALUE = 1_000;

  @TempDir Path folder;
  private Programs programs;

  private Programs programs() {
    if (programs == null) {
      programs = new Programs(() -> folder.resolve("it's commands"));
    }
    return programs;
  }

  @AfterEach
  void end() {
    if (programs != null) {
      programs.close();
      assertThat(folder.resolve("it's commands")).doesNotExist();
    }
  }

  private TaskFunction shell() {
    return shell(AllowedPrograms.ALL, new Surroundings(null, Map.of()));
  }

  private TaskFunction shell(AllowedPrograms allowed, Surroundings surroundings) {
    return new ShellFunction(programs(), allowed, surroundings, MAX_VALUE);
  }

  private String run(String command) throws Exception {
    return run(shell(), command);
  }

  private static String run(TaskFunction shell, String command) throws Exception {
    return new String(shell.applyBytes(command.getBytes(UTF_8), new TaskOfTest(17)), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          echo hello                        ~ hello
          printf 'a\\n\\n'                  ~ 'a\n'
          true                              ~ ''
          echo a b | tr a-z A-Z             ~ A B
          cat                               ~ ''
          cd /; pwd                         ~ /
          echo $TASKGRID_JOB.$TASKGRID_TASK.$TASKGRID_ATTEMPT ~ abc234.17.2
          sh -c 'echo $TASKGRID_TASK'       ~ 17
          echo "it's" # a comment           ~ it's
          echo ")"; echo '('                ~ ')\n('
          echo é                            ~ é
          echo x >&2; echo y                ~ y
          if true; then echo yes; fi        ~ yes
          """)
  void whatACommandPrintsIsItsValue(String command, String value) throws Exception {
    assertThat(run(command)).isEqualTo(value.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          exit 3                      ~ exit 3
          echo no >&2; exit 1         ~ 'exit 1: no'
          echo '(' >&2; false         ~ 'exit 1: ('
          kill -9 $$                  ~ its shell was ended
          sh -c 'kill -9 $$'          ~ exit 137 (signal 9)
          """)
  void aStatusOtherThanNothingIsAFailure(String command, String message) {
    assertThatThrownBy(() -> run(command))
        .isInstanceOfSatisfying(
            TaskFailed.class, failed -> assertThat(failed.kind()).isEqualTo(FailureKind.EXIT))
        .hasMessage(message);
  }

  @Test
  void whatIsNoCommandFailsAloneAndTheNextOneRuns() throws Exception {
    assertThatThrownBy(() -> run("echo 'x"))
        .hasMessageContaining("exit 2")
        .hasMessageContaining("nterminated");
    assertThatThrownBy(() -> run("echo )")).hasMessageContaining("exit 2");
    assertThatThrownBy(() -> run("no-such-program-here")).hasMessageContaining("exit 127");

    assertThat(run("echo x")).isEqualTo("x");
  }

  @Test
  void aBlankOneAndAByteThatNoCommandHasAreInvalid() {
    assertThatThrownBy(() -> run(" \t")).isInstanceOf(InvalidTask.class);
    assertThatThrownBy(() -> run("echo \0")).isInstanceOf(InvalidTask.class);
  }

  @Test
  void nothingStaysOfACommandForTheNext() throws Exception {
    assertThat(run("cd /; x=1; set -f; umask 077; exec 2>&1; trap 'echo bye' EXIT; echo y"))
        .isEqualTo("y\nbye");
    assertThat(run("echo [$x] $-")).doesNotContain("f").startsWith("[]");
  }

  @Test
  void whatABackgroundProcessSaysLaterIsNobodysValue() throws Exception {
    Path go = folder.resolve("go");
    Path done = folder.resolve("done");

    run(
        "(while ! test -e '"
            + go
            + "'; do sleep 0.01; done; echo late; touch '"
            + done
            + "') & echo first");
    String second =
        run("touch '" + go + "'; while ! test -e '" + done + "'; do sleep 0.01; done; echo second");

    assertThat(second).isEqualTo("second");
  }

  @Test
  void ofFailuresTheEndOfWhatTheySaidIsKept() {
    assertThatThrownBy(() -> run("seq 10000 >&2; exit 9"))
        .hasMessageStartingWith("exit 9: (the last of 48894 bytes) ")
        .hasMessageEndingWith("\n9999\n10000");
  }

  @Test
  void aValueThatIsTooLongFails() throws Exception {
    assertThat(run("head -c 1000 /dev/zero")).hasSize(1000);
    assertThat(run("head -c 1000 /dev/zero | tr '\\0' x; echo")).hasSize(1000);
    assertThatThrownBy(() -> run("head -c 1001 /dev/zero"))
        .isInstanceOf(TaskFailed.class)
        .hasMessage("output of 1001 bytes is longer than --max-value 1000");
  }

  @Test
  void outputWithoutEndIsStopped() {
    assertThatThrownBy(() -> run("yes"))
        .isInstanceOf(TaskFailed.class)
        .hasMessageEndingWith("is longer than --max-value 1000, so it was stopped");
  }

  @Test
  void commandsRunWhereTheJobSays() throws Exception {
    TaskFunction there =
        shell(AllowedPrograms.ALL, new Surroundings(folder, Map.of("COLOUR", "it's red")));

    assertThat(run(there, "pwd; echo $COLOUR")).isEqualTo(folder.toRealPath() + "\nit's red");
    assertThat(run("echo [$COLOUR]")).as("another job's shell").isEqualTo("[]");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    TaskFunction nowhere =
        shell(AllowedPrograms.ALL, new Surroundings(Path.of("/no/such"), Map.of()));

    assertThatThrownBy(() -> run(nowhere, "true"))
        .isInstanceOf(TaskFailed.class)
        .hasMessage("--cwd /no/such: no such folder at 127.0.0.1:5701");
  }

  @Test
  void whereOnlySomeProgramsAreAllowedOthersAreRefused() throws Exception {
    TaskFunction some =
        shell(AllowedPrograms.of(List.of("echo", "/bin/cat")), new Surroundings(null, Map.of()));

    assertThat(run(some, "echo 'a;  b'")).isEqualTo("a;  b");
    assertThat(run(some, "/bin/cat")).isEmpty();
    assertThatThrownBy(() -> run(some, "cat"))
        .isInstanceOf(InvalidTask.class)
        .hasMessage("member 127.0.0.1:5701 does not run cat (--allow-shell=/bin/cat,echo)");
    assertThatThrownBy(() -> run(some, "echo $(id)"))
        .isInstanceOf(InvalidTask.class)
        .hasMessageStartingWith("member 127.0.0.1:5701 runs single programs only");
  }

  @Test
  void aMemberWithoutShellsSaysSo() {
    TaskFunction none =
        new ShellFunction(null, AllowedPrograms.ALL, new Surroundings(null, Map.of()), MAX_VALUE);

    assertThatThrownBy(() -> run(none, "true"))
        .isInstanceOf(TaskFailed.class)
        .hasMessage("member 127.0.0.1:5701 does not run commands (--allow-shell lets it)");
  }

  /** Runs a command that writes the ids of its processes to a file, and stops it when it has. */
  private List<ProcessHandle> stopped(String command, int processes) throws Exception {
    Path ids = folder.resolve("ids");
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    TaskFunction shell = shell();
    Thread runner =
        new Thread(
            () -> {
              try {
                end.completeExceptionally(new AssertionError(run(shell, command)));
              } catch (Exception e) {
                end.complete(e);
              }
            });
    runner.start();
    until("it runs", () -> lines(ids) >= processes);
    List<ProcessHandle> all =
        Files.readAllLines(ids).stream()
            .map(id -> ProcessHandle.of(Long.parseLong(id)).orElseThrow())
            .toList();
    runner.interrupt();
    assertThat(end).succeedsWithin(PATIENCE).isInstanceOf(InterruptedException.class);
    return all;
  }

  private static int lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void until(String what, BooleanSupplier come) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!come.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void dead(List<ProcessHandle> processes) {
    processes.forEach(process -> until(process + " is dead", () -> !process.isAlive()));
  }

  @Test
  void aStoppedCommandEndsWithAllThatItStarted() throws Exception {
    dead(
        stopped("cd '" + folder + "'; sh -c 'echo $$; sleep 1000' >>ids & echo $! >>ids; wait", 2));
    assertThat(run("echo x")).isEqualTo("x");
  }

  @Test
  void whoIgnoresTermIsKilled() throws Exception {
    dead(
        stopped(
            "cd '"
                + folder
                + "'; sh -c 'trap \"\" TERM; echo $$ >>ids; while true; do sleep 1; done'",
            1));
    assertThat(run("echo x")).isEqualTo("x");
  }

  @Test
  void whoHasLeftTheTreeIsFound() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "the system shows no environments");
    dead(
        stopped(
            "cd '"
                + folder
                + "'; sh -c '(setsid sh -c \"echo \\$\\$ >>ids; exec sleep 1000\" &)'; sleep 1000",
            1));
  }

  @Test
  void closingEndsWhatIsLeft() throws Exception {
    Path ids = folder.resolve("ids");
    run("sleep 1000 >/dev/null & echo $! >>'" + ids + "'");
    ProcessHandle left =
        ProcessHandle.of(Long.parseLong(Files.readString(ids).strip())).orElseThrow();
    assertThat(left.isAlive()).isTrue();

    programs.close();

    until(left + " is dead", () -> !left.isAlive());
  }
}
