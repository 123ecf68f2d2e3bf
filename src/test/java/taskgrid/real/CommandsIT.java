package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands of the shell as tasks, through bin/. */
@Timeout(180)
class CommandsIT {
  private static final String[] WITH = {"--slots", "20", "--allow-shell"};
  private static final String[] WITHOUT = {"--slots", "20"};

  private static RealGrid grid(String[]... members) throws Exception {
    RealGrid grid = RealGrid.empty(members.length);
    for (String[] member : members) {
      grid.launch(1, member);
    }
    grid.awaitFormed();
    return grid;
  }

  @Test
  void onlyMembersThatAllowItRunCommands() throws Exception {
    try (RealGrid grid = grid(WITHOUT, WITH)) {
      Path file =
          grid.file(
              "commands.txt",
              Stream.concat(
                  Stream.of("# squares of the shell", ""),
                  IntStream.rangeClosed(1, 500).mapToObj(i -> "echo $((" + i + " * " + i + "))")));

      Ran ran = grid.submit("--shell", "-k", "--format", "jsonl", file.toString()).exits(0);

      assertThat(ran.lines()).hasSize(500);
      assertThat(ran.lines().get(8))
          .contains("\"task\":11,", "\"value\":\"81\",", "\"function\":\"sh\",")
          .contains("\"member\":\"" + grid.member(1).address() + "\"");
      assertThat(ran.summary().members()).isEqualTo(1);
    }
  }

  @Test
  void whereNobodyAllowsItAJobOfCommandsIsRefused() throws Exception {
    try (RealGrid grid = grid(new String[][] {WITHOUT})) {
      Path file = grid.file("commands.txt", Stream.of("echo 1"));
      grid.submit("--shell", file.toString())
          .isRefusedBecause(
              "no member of the grid runs commands (start one with bin/member.sh --allow-shell)");
      Path plain = grid.file("plain.txt", Stream.of("sh echo 1", "double 4"));
      Ran ran = grid.submit(plain.toString()).exits(1);
      assertThat(ran.out()).isEqualTo("8\n");
      assertThat(ran.err()).contains("does not run commands (--allow-shell lets it)");
    }
  }

  @Test
  void eachLineIsPutIntoACommandInTheFolderAndWithTheVariablesThatTheJobNames() throws Exception {
    try (Bin bin = new Bin()) {
      Path folder = Files.createTempDirectory("each");
      Path names =
          Files.writeString(folder.resolve("names.txt"), "a b.txt\n$(id).gz\nit's;x\n-n\n\n");

      Ran ran =
          bin.submit(
                  "--embedded",
                  "-k",
                  "--cwd",
                  folder.toString(),
                  "--env",
                  "GREETING=good day",
                  "--each",
                  "printf '%s|%s|' \"$GREETING\" {#}; pwd | tr -d '\\n'; printf '|%s' {} {.}",
                  names.toString())
              .ended()
              .exits(0);

      String here = folder.toRealPath().toString();
      assertThat(ran.lines())
          .containsExactly(
              "good day|1|" + here + "|a b.txt|a b",
              "good day|2|" + here + "|$(id).gz|$(id)",
              "good day|3|" + here + "|it's;x|it's;x",
              "good day|4|" + here + "|-n|-n",
              "good day|5|" + here + "||");
      Files.delete(names);
      Files.delete(folder);
    }
  }

  /** Processes whose ids stand in the folder's files. */
  private static List<ProcessHandle> running(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]+"))
          .flatMap(file -> ProcessHandle.of(Long.parseLong(file.getFileName().toString())).stream())
          .filter(CommandsIT::lives)
          .toList();
    }
  }

  /** What has ended and waits for its parent to ask how is dead. */
  private static boolean lives(ProcessHandle process) {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return process.isAlive() && status.charAt(status.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  /** A command is its shell's child, and a shell its member's. */
  private static boolean isOf(RealMember member, ProcessHandle command) {
    return command
        .parent()
        .flatMap(ProcessHandle::parent)
        .filter(parent -> parent.pid() == member.process().pid())
        .isPresent();
  }

  @Test
  void aKilledMemberLeavesNoProcessAndItsCommandsRunElsewhere() throws Exception {
    try (RealGrid grid = grid(WITH, WITH, WITHOUT)) {
      Path ids = Files.createDirectory(grid.temp().resolve("ids"));
      Path file =
          grid.file(
              "sleeps.txt",
              IntStream.rangeClosed(1, 20)
                  .mapToObj(i -> "touch $(sh -c 'echo $PPID'); exec sleep 1000"));
      String id =
          grid.submit("--detach", "--shell", "--cwd", ids.toString(), file.toString())
              .exits(0)
              .out()
              .strip();
      Patience.until("20 commands run", () -> running(ids).size() == 20);
      List<ProcessHandle> theirs =
          running(ids).stream().filter(process -> isOf(grid.member(0), process)).toList();
      assertThat(theirs).isNotEmpty();

      long killed = System.nanoTime();
      grid.member(0).kill();

      Patience.until("none of theirs lives", () -> theirs.stream().noneMatch(CommandsIT::lives));
      Duration dead = Duration.ofNanos(System.nanoTime() - killed);
      Patience.until("20 commands run again", () -> running(ids).size() == 20);
      Figures.say(
          "a member with %d of 20 commands was killed: they were dead after %d ms, all ran again"
              + " after %d ms",
          theirs.size(), dead.toMillis(), (System.nanoTime() - killed) / 1_000_000);
      assertThat(dead).isLessThan(Duration.ofSeconds(5));

      long began = System.nanoTime();
      grid.taskgrid("job", "cancel", id).exits(0);
      long cancelled = System.nanoTime();
      Patience.until("none runs", () -> running(ids).isEmpty());
      Duration took = Duration.ofNanos(System.nanoTime() - cancelled);
      Figures.say(
          "job cancel took %d ms, and all 20 commands were dead %d ms later",
          (cancelled - began) / 1_000_000, took.toMillis());
      assertThat(took).isLessThan(Duration.ofSeconds(2));
      grid.taskgrid("job", "wait", id).exits(130);
    }
  }

  @Test
  void aLineWorkerPaysAnInterpretersStartOnce() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs /usr/bin/python3");
    String[] slot = {"--slots", "1", "--allow-shell"};
    try (RealGrid grid = grid(slot, slot)) {
      Path program =
          grid.file(
              "double.py",
              Stream.of("import sys", "for line in sys.stdin:", " print(int(line)*2, flush=True)"));
      Path numbers = grid.numbered("", 50_000);
      Path few = grid.numbered("", 60);
      double best = 0;
      for (int round = 0; round < 3; round++) {
        Ran ran =
            grid.submit("-k", "--worker", "/usr/bin/python3 -u " + program, numbers.toString())
                .exits(0);
        assertThat(ran.lines())
            .isEqualTo(IntStream.rangeClosed(1, 50_000).mapToObj(i -> "" + 2 * i).toList());
        best = Math.max(best, ran.summary().rate());
      }
      Ran each =
          grid.submit("-k", "--each", "/usr/bin/python3 -c 'print(int({})*2)'", few.toString())
              .exits(0);
      assertThat(each.lines()).hasSize(60).endsWith("120");
      Figures.say(
          "python as a line worker: %.0f tasks/s (goal 30000), started for each line: %.1f, which"
              + " is %.0f times (goal 100)",
          best, each.summary().rate(), best / each.summary().rate());
      assertThat(best / each.summary().rate()).isGreaterThan(100);
    }
  }

  @Test
  void aWorkerThatDiesCostsItsTaskOnlyAndOneThatIsSilentMeetsTheTimeout() throws Exception {
    try (RealGrid grid = grid(WITH, WITH)) {
      Path lines = grid.file("lines.txt", Stream.of("1", "die", "3", "4", "5", "6"));
      Ran ran =
          grid.submit(
                  "-k",
                  "--tag",
                  "--worker",
                  "while read a; do [ $a = die ] && exit 3; echo got $a; done",
                  lines.toString())
              .exits(1);
      assertThat(ran.lines())
          .containsExactly("1\tgot 1", "3\tgot 3", "4\tgot 4", "5\tgot 5", "6\tgot 6");
      assertThat(ran.err()).contains("the worker ended without an answer, exit 3");

      Path one = grid.file("one.txt", Stream.of("1"));
      Ran silent =
          grid.submit("--timeout", "700ms", "--worker", "cat > /dev/null", one.toString()).exits(1);
      assertThat(silent.err())
          .contains("no answer within 700 ms; the worker did not answer: does it flush");
    }
  }

  @Test
  void aCommandThatKillsItsMemberIsFailedAfterTheSecond() throws Exception {
    try (RealGrid grid = grid(WITH, WITH, WITH)) {
      Path file =
          grid.file(
              "deadly.txt",
              Stream.concat(
                  Stream.of("kill -9 $PPID"),
                  IntStream.rangeClosed(2, 300).mapToObj(i -> "echo " + i)));

      Ran ran = grid.submit("--shell", "-k", file.toString()).exits(1);

      assertThat(ran.lines())
          .containsExactlyElementsOf(IntStream.rangeClosed(2, 300).mapToObj(i -> "" + i).toList());
      assertThat(ran.err()).contains("takes its member down");
      long gone = IntStream.range(0, 3).filter(i -> !grid.member(i).process().isAlive()).count();
      assertThat(gone).isBetween(1L, 2L);
    }
  }

  @Test
  void aTimeoutEndsTheCommandAndWhatItHasStarted() throws Exception {
    try (RealGrid grid = grid(new String[][] {WITH})) {
      Path ids = Files.createDirectory(grid.temp().resolve("ids"));
      Path file =
          grid.file(
              "slow.txt",
              Stream.of("sh -c 'touch $$; sleep 1000; echo never' | cat; echo no", "exit 7"));

      Ran ran =
          grid.submit(
                  "--shell",
                  "--timeout",
                  "1s",
                  "--cwd",
                  ids.toString(),
                  "--format",
                  "jsonl",
                  "-k",
                  file.toString())
              .exits(2);

      assertThat(ran.lines().get(0)).contains("\"kind\":\"timeout\"");
      assertThat(ran.lines().get(1)).contains("\"kind\":\"exit\"").contains("\"error\":\"exit 7\"");
      Patience.until("none runs", () -> running(ids).isEmpty());
    }
  }
}
