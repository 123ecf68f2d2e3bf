package taskgrid.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.cli.Shell.Ran;
import taskgrid.task.GridException;
import taskgrid.task.TaskResult;

class SubmitCommandTest {
  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  @Test
  void valuesGoToStdoutAndTheRestToStderr() {
    shell.job.lasts = Duration.ofMillis(1040);
    IntStream.rangeClosed(1, 512).forEach(i -> shell.job.give(Samples.succeeded(i, "v" + i)));
    shell.job.end();

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines()).hasSize(512).startsWith("v1", "v2").endsWith("v512");
    assertThat(ran.err())
        .isEqualTo(
            """
            job k3f9a2 on 2 members at 127.0.0.1:5701
            job k3f9a2: 512 tasks, 512 succeeded, 0 failed, 0 cancelled in 1.04 s (492 tasks/s) on 1 members
            """);
  }

  @Test
  void theExitCodeCountsFailuresUpToAHundred() {
    assertThat(codeWithFailures(1)).isEqualTo(1);
    assertThat(codeWithFailures(100)).isEqualTo(100);
    assertThat(codeWithFailures(101)).isEqualTo(101);
    assertThat(codeWithFailures(1000)).isEqualTo(101);
  }

  @Test
  void aFailureCountsMoreThanACancellation() {
    shell.job.give(Samples.cancelled(1), Samples.failed(2, "no"), Samples.cancelled(3)).end();

    assertThat(shell.run("submit", "-").code()).isEqualTo(1);
  }

  @Test
  void cancelledTasksAloneAre130() {
    shell.job.give(Samples.succeeded(1, "1"), Samples.cancelled(2)).end();

    assertThat(shell.run("submit", "-").code()).isEqualTo(130);
  }

  @Test
  void theFirstTenFailuresAreSaidAndTheOthersCounted() {
    shell.job.give(
        IntStream.rangeClosed(1, 37)
            .mapToObj(i -> Samples.failed(i, "bad\nline " + i))
            .toArray(TaskResult[]::new));
    shell.job.end();

    Ran ran = shell.run("submit", "--quiet", "-");

    assertThat(ran.code()).isEqualTo(37);
    assertThat(ran.err().lines())
        .hasSize(11)
        .startsWith("tasks.txt:1: failed: bad\\nline 1")
        .endsWith("… and 27 more failures");
  }

  @Test
  void lostTasksAre255EvenIfOthersFailed() {
    shell.job.give(Samples.succeeded(1, "1"), Samples.failed(2, "no"));
    shell.job.total = 5;
    shell.job.end();

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).contains("taskgrid: job k3f9a2: 3 tasks are lost");
  }

  @Test
  void aGridThatBreaksDownIsSaidInOneLine() {
    shell.job.breaks = new GridException("no member answers any more");
    shell.job.end();

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).endsWith("taskgrid: no member answers any more\n").hasLineCount(2);
  }

  @Test
  void namedMembersAreUsedAndNothingElse() {
    shell.grids.refusal = new GridException("cannot reach 192.0.2.1:5701 within 10s");

    Ran ran = shell.run("submit", "--members", "192.0.2.1:5701,192.0.2.2", "-");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).isEqualTo("taskgrid: cannot reach 192.0.2.1:5701 within 10s\n");
    assertThat(shell.grids.calls).containsExactly("connect taskgrid [192.0.2.1:5701, 192.0.2.2]");
  }

  @Test
  void withoutAMemberOnThisHostTheJobRunsInThisProcess() {
    shell.grids.memberOnThisHost = false;
    shell.job.end();

    Ran ran = shell.run("submit", "--slots", "7", "-");

    assertThat(ran.err()).startsWith("job k3f9a2 embedded in this process, 7 slots\n");
    assertThat(shell.grids.calls)
        .containsExactly("local taskgrid", "embedded 7", "submit [-]", "close");
  }

  @Test
  void embeddedAsksNobody() {
    shell.job.end();

    shell.run("submit", "--embedded", "-");

    assertThat(shell.grids.calls).startsWith("embedded 2");
  }

  @Test
  void detachNeedsAGridThatStays() {
    shell.grids.memberOnThisHost = false;

    Ran ran = shell.run("submit", "--detach", "-");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).contains("--detach needs a grid that stays");
  }

  @Test
  void resultsAreDeclaredDeliveredOnlyWhenTheyAreWritten() {
    shell.job.give(Samples.succeeded(1, "1")).end();
    shell.brokenOut = new FullDisk();

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err())
        .endsWith("job results k3f9a2 reads it\ntaskgrid: No space left on device\n");
    assertThat(shell.job.calls).doesNotContain("delivered");
  }

  @Test
  void aReaderThatClosesThePipeCancelsTheJobQuietly() {
    shell.job.give(Samples.succeeded(1, "1")).end();
    shell.brokenOut = new StandardOutput(new BrokenPipe(), () -> false);

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isEqualTo(141);
    assertThat(ran.err()).isEqualTo("job k3f9a2 on 2 members at 127.0.0.1:5701\n");
    assertThat(shell.job.calls).contains("cancel the reader of its results closed the pipe");
  }

  @Test
  void outputWritesAFile() throws Exception {
    shell.job.give(Samples.succeeded(1, "1")).end();
    Path file = home.resolve("results.txt");

    Ran ran = shell.run("submit", "--output", file.toString(), "-");

    assertThat(ran.out()).isEmpty();
    assertThat(Files.readString(file)).isEqualTo("1\n");
  }

  @Test
  void csvHasItsHeaderEvenWithoutTasks() {
    shell.job.end();

    assertThat(shell.run("submit", "--format", "csv", "-").out())
        .isEqualTo("task,state,value,error,kind,function,input,member,attempts,started,millis\r\n");
  }

  @Test
  void noTasksAtAllIsNoFailure() {
    shell.job.end();

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).contains("0 tasks").contains("in 0.00 s (0.0 tasks/s) on 0 members");
  }

  @Test
  void optionsReachTheJob() {
    shell.job.end();

    shell.run(
        "submit",
        "-k",
        "--format",
        "jsonl",
        "--function",
        "square | subtract 1",
        "--name",
        "n",
        "--batch-size",
        "9",
        "--max-line",
        "2MiB",
        "--max-value",
        "64k",
        "--keep",
        "1m30s",
        "--keep-undelivered",
        "2h",
        "--crash-limit",
        "2",
        "--halt",
        "now,fail=3%",
        "-");

    assertThat(shell.grids.submitted.toMap().values())
        .containsExactly(
            "n",
            "square | subtract 1",
            "9",
            "2097152",
            "65536",
            "PT1M30S",
            "PT2H",
            "false",
            "2",
            "now,fail=3%");
    assertThat(shell.job.calls).contains("results inOrder=true withInput=true follow=true");
  }

  @Test
  void theFirstCtrlCCancelsAndWaits() throws Exception {
    shell.job.give(Samples.succeeded(1, "1")).whenCancelled(Samples.cancelled(2));
    CompletableFuture<Ran> running = shell.start("submit", "-");
    waiting();

    shell.signals.raise("INT");

    Ran ran = Shell.ended(running);
    assertThat(ran.code()).isEqualTo(130);
    assertThat(ran.err()).contains("2 tasks, 1 succeeded, 0 failed, 1 cancelled");
    assertThat(shell.signals.halts).isEmpty();
  }

  @Test
  void inputThatWasNeverSentIsCancelledToo() {
    shell.job.cutShort = true;
    shell.job.give(Samples.succeeded(1, "1")).end();

    Ran ran = shell.run("submit", "-");

    assertThat(ran.code()).isEqualTo(130);
    assertThat(ran.err()).contains("job k3f9a2 was cancelled before all of its input was sent");
  }

  @Test
  void theSecondCtrlCLeavesAtOnce() throws Exception {
    CompletableFuture<Ran> running = shell.start("submit", "-");
    waiting();

    shell.signals.raise("INT");
    shell.signals.raise("INT");

    Shell.ended(running);
    assertThat(shell.signals.halts).containsExactly(130);
  }

  @Test
  void terminationLeavesTheJobAndNamesIt() throws Exception {
    assertThat(codeOfSignal("TERM")).isEqualTo(143);
    assertThat(shell.err()).contains("job k3f9a2 goes on; bin/taskgrid job results k3f9a2");
    assertThat(shell.job.calls).noneMatch(call -> call.startsWith("cancel"));
  }

  @Test
  void whoLeavesBeforeTheEndOfTheInputSaysWhere() throws Exception {
    shell.job.leftAt = 17;
    assertThat(codeOfSignal("TERM")).isEqualTo(143);
    assertThat(shell.err()).endsWith("job k3f9a2 was left at line 17: what follows was not sent\n");
  }

  @Test
  void debugTellsTheFirstInstantsWhileTheJobRuns() throws Exception {
    shell.job.give(Samples.succeeded(1, "1"));
    CompletableFuture<Ran> running = shell.start("submit", "--debug", "-");
    waiting();

    assertThat(shell.err()).contains("first batch sent ", "first result written ");
    shell.job.end();
    assertThat(Shell.ended(running).err()).containsOnlyOnce("first result written ");
  }

  @Test
  void aNameThatNoFileCanHaveIsOneLine() {
    Ran ran = shell.run("submit", "a\0b");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err()).contains("not a name that a file can have").hasLineCount(1);
  }

  @Test
  void aHangupLeavesTheJobToo() throws Exception {
    assertThat(codeOfSignal("HUP")).isEqualTo(129);
  }

  @Test
  void anEmbeddedJobEndsWithItsProcessAndThatIsSaid() throws Exception {
    assertThat(codeOfSignal("TERM", "--embedded")).isEqualTo(143);
    assertThat(shell.err()).contains("was embedded in this process and ends with it");
  }

  @Test
  void whenTheWaitTimesOutTheJobGoesOn() {
    shell.job.give(Samples.succeeded(1, "1"));

    Ran ran = shell.run("submit", "--wait-timeout", "1ms", "-");

    assertThat(ran.code()).isEqualTo(124);
    assertThat(ran.out()).isEqualTo("1\n");
    assertThat(ran.err()).contains("job k3f9a2 goes on");
  }

  @Test
  void aBarOnATerminalIsGoneAtTheEnd() {
    shell.terminal = true;
    shell.job.give(Samples.succeeded(1, "1")).end();

    Ran ran = shell.run("submit", "-");

    assertThat(ran.err()).endsWith(" members\n").doesNotEndWith("\033[K");
  }

  @Test
  void checkListsEveryBadLineWithoutAGrid() {
    shell.typed = "double 1\n\n# note\nnosuch 1\ndouble x\n{\"function\n";

    Ran ran = shell.run("submit", "--check", "-");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("-:4: failed: unknown function"))
        .anyMatch(line -> line.startsWith("-:5: failed: "))
        .anyMatch(line -> line.startsWith("-:6: failed: "))
        .endsWith("checked: 4 tasks, 3 invalid");
    assertThat(shell.grids.calls).isEmpty();
  }

  @Test
  void dryRunPrintsWhatWouldRunOverAllFiles() throws Exception {
    String first = shell.write("a.txt", "double 1\r\n# note").toString();
    String second = shell.write("b.txt", "{\"function\":\"add\",\"argument\":\"1 2\"}").toString();

    Ran ran = shell.run("submit", "--dry-run", first, second);

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo("1\tdouble\t1\n3\tadd\t1 2\n");
    assertThat(shell.grids.calls).isEmpty();
  }

  private int codeWithFailures(int count) {
    Shell fresh = new Shell(home);
    IntStream.rangeClosed(1, count).forEach(i -> fresh.job.give(Samples.failed(i, "no")));
    fresh.job.end();
    return fresh.run("submit", "-").code();
  }

  private int codeOfSignal(String signal, String... options) throws Exception {
    String[] words = new String[options.length + 2];
    words[0] = "submit";
    System.arraycopy(options, 0, words, 1, options.length);
    words[words.length - 1] = "-";
    CompletableFuture<Ran> running = shell.start(words);
    waiting();
    shell.signals.raise(signal);
    return Shell.ended(running).code();
  }

  private void waiting() throws InterruptedException {
    assertThat(shell.job.waiting.await(Shell.PATIENCE_SECONDS, SECONDS)).isTrue();
  }

  private static final class BrokenPipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
