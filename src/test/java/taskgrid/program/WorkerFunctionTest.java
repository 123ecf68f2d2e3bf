package taskgrid.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.function.InvalidTask;
import taskgrid.function.TaskFailed;
import taskgrid.function.TaskFunction;
import taskgrid.function.TaskInterrupted;
import taskgrid.task.FailureKind;

@Timeout(60)
class WorkerFunctionTest {
  private static final int MAX_VALUE = 1_000;

  @TempDir Path folder;
  private final Programs programs = new Programs(() -> folder.resolve("work"));

  @AfterEach
  void end() {
    programs.close();
  }

  private TaskFunction worker(String command) {
    return worker(AllowedPrograms.ALL, command);
  }

  private TaskFunction worker(AllowedPrograms allowed, String command) {
    var surroundings = new Surroundings(folder, Map.of("GREETING", "good day"));
    return new WorkerFunction(programs, allowed, command, surroundings, MAX_VALUE);
  }

  private static String ask(TaskFunction worker, String line) throws Exception {
    return new String(worker.applyBytes(line.getBytes(UTF_8), new TaskOfTest(1)), UTF_8);
  }

  @Test
  void oneCopyAnswersLineAfterLine() throws Exception {
    TaskFunction worker = worker("while read -r a; do echo \"$$: $a\"; done");
    List<String> answers = new ArrayList<>();
    for (String line : List.of("1", "", "it's; $(x) é")) {
      answers.add(ask(worker, line));
    }

    String process = answers.get(0).substring(0, answers.get(0).indexOf(':'));
    assertThat(answers)
        .containsExactly(process + ": 1", process + ": ", process + ": it's; $(x) é");
  }

  @Test
  void bytesGoThroughAsTheyAre() throws Exception {
    byte[] all = new byte[255];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i < '\n' ? i : i + 1);
    }
    assertThat(worker("cat").applyBytes(all, new TaskOfTest(1))).isEqualTo(all);
  }

  @Test
  void itRunsInItsFolderWithItsVariables() throws Exception {
    Files.writeString(folder.resolve("score.sh"), "while read a; do echo $GREETING, $a; done");
    assertThat(ask(worker("sh score.sh"), "Ann")).isEqualTo("good day, Ann");
  }

  @Test
  void anotherTakesThePlaceOfOneThatDied() throws Exception {
    TaskFunction worker =
        worker(
            "while read a; do [ $a = die ] && { echo no such thing >&2; exit 3; }; echo $a; done");
    assertThat(ask(worker, "1")).isEqualTo("1");
    assertThatThrownBy(() -> ask(worker, "die"))
        .isInstanceOfSatisfying(
            TaskFailed.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXIT))
        .hasMessage("the worker ended without an answer, exit 3: no such thing");
    assertThat(ask(worker, "2")).isEqualTo("2");
  }

  @Test
  void whatCannotBeStartedSaysWhy() {
    assertThatThrownBy(() -> ask(worker("exec no-such-program-here"), "1"))
        .hasMessageContaining("exit 127")
        .hasMessageContaining("not found");
  }

  @Test
  void oneThatClosesItsOutputIsEnded() {
    assertThatThrownBy(() -> ask(worker("exec >&-; exec sleep 1000"), "1"))
        .hasMessage("the worker closed its output and did not answer");
  }

  @Test
  void anAnswerThatIsTooLongFailsTheTask() throws Exception {
    TaskFunction worker = worker("while read n; do printf %${n}s\\\\n x; done");
    assertThat(ask(worker, "1000")).hasSize(1_000);
    for (String length : List.of("1001", "3000000")) {
      assertThatThrownBy(() -> ask(worker, length))
          .hasMessage("the worker's answer is longer than --max-value 1000");
    }
    assertThat(ask(worker, "5")).isEqualTo("    x");
  }

  @Test
  void oneThatAnswersTwiceIsFoundOut() throws Exception {
    Path said = folder.resolve("said");
    TaskFunction worker =
        worker("while read a; do echo $a; [ $a = 1 ] && echo more; touch said; done");
    assertThat(ask(worker, "1")).isEqualTo("1");
    while (!Files.exists(said)) {
      Thread.onSpinWait();
    }
    awaitOneLineMore();
    assertThatThrownBy(() -> ask(worker, "2")).hasMessageContaining("one line");
    assertThat(ask(worker, "3")).isEqualTo("3");
  }

  /** The line lies in the pipe; another worker's question and answer takes longer than its way. */
  private void awaitOneLineMore() throws Exception {
    for (int i = 0; i < 20; i++) {
      ask(worker("exec cat"), "x");
    }
  }

  @Test
  void oneThatDoesNotAnswerIsEndedAndTheReasonGuessed() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread slot =
        new Thread(
            () -> {
              try {
                ask(worker("echo $$ > pid; exec sleep 1000"), "1");
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });
    slot.start();
    Path pid = folder.resolve("pid");
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.onSpinWait();
    }
    slot.interrupt();

    assertThat(thrown.get(20, TimeUnit.SECONDS))
        .isInstanceOf(TaskInterrupted.class)
        .hasMessageContaining("flush");
    awaitEnd(Long.parseLong(Files.readString(pid).strip()));
  }

  /** A process closes its pipes, by which its end is seen, before it has gone. */
  private static void awaitEnd(long pid) throws Exception {
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void twoJobsHaveWorkersOfTheirOwn() throws Exception {
    TaskFunction worker = worker("while read a; do echo $$ $TASKGRID_JOB; done");
    String first = ask(worker, "1");
    var other = new Worker.Kind("other1", "cat", new Surroundings(null, Map.of()), MAX_VALUE);
    Worker ofOther = programs.take(other);
    try {
      assertThat(ofOther.kind().job()).isEqualTo("other1");
    } finally {
      programs.giveBack(ofOther);
    }
    assertThat(first).endsWith(" abc234");
    assertThat(ask(worker, "2")).isEqualTo(first);
  }

  @Test
  void oneThatNobodyWantsAnyMoreIsEndedByTheEndOfItsInput() throws Exception {
    ask(worker("cat; touch ended"), "1");
    Path ended = folder.resolve("ended");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Files.exists(ended)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void onlyAllowedProgramsAreStarted() {
    TaskFunction worker = worker(AllowedPrograms.of(List.of("cat")), "sort -n");
    assertThatThrownBy(() -> ask(worker, "1"))
        .isInstanceOf(InvalidTask.class)
        .hasMessage("member 127.0.0.1:5701 does not run sort (--allow-shell=cat)");
  }

  @Test
  void aMemberWithoutProgramsSaysSo() {
    TaskFunction worker =
        new WorkerFunction(
            null, AllowedPrograms.ALL, "cat", new Surroundings(null, Map.of()), MAX_VALUE);
    assertThatThrownBy(() -> worker.applyBytes("1".getBytes(ISO_8859_1), new TaskOfTest(1)))
        .hasMessageContaining("--allow-shell lets it");
  }
}
