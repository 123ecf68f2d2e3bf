package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskgrid.grid.Bundles;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.TestFunctions;
import taskgrid.grid.layout.Batch;
import taskgrid.grid.layout.Chunk;
import taskgrid.grid.run.OpenBatch.Claim;
import taskgrid.task.FailureKind;
import taskgrid.task.JobOptions;

class RunTest {
  private static final long LONG = 5_000_000;
  private final JobContext job = job();
  private final Run run = run(0, 4);

  private static JobContext job() {
    return new JobContext(facts(false), new TestFunctions(), Bundles.NONE);
  }

  private static JobFacts facts(boolean cancelled) {
    return new JobFacts(
        "job",
        JobOptions.DEFAULT,
        0,
        -1,
        0,
        false,
        cancelled,
        cancelled ? "enough" : null,
        false,
        null);
  }

  private Run run(int from, int to) {
    Batch batch = Batch.read(Lines.batch(1, 9));
    return new Run(Lines.key("job", 1), batch, 0, new Claim(from, to, 1), job, List.of());
  }

  @AfterEach
  void noInterruptIsLeftToOtherTests() {
    Thread.interrupted();
  }

  private void value(Run of, int line) {
    of.value(line, 1000, new byte[0]);
  }

  private List<String> records(byte[] chunk) {
    return Lines.records(Chunk.read(chunk).records());
  }

  @Test
  void startsItsLinesInOrder() {
    Run middle = run(5, 7);

    assertThat(middle.startNext(0, 0)).isEqualTo(5);
    assertThat(middle.startNext(0, 0)).isEqualTo(6);
    assertThat(middle.startNext(0, 0)).isEqualTo(-1);
  }

  @Test
  void givesItsResultsAwayOnce() {
    run.startNext(0, 0);
    run.endUserCode();
    value(run, 0);

    assertThat(records(run.takeChunk("me"))).containsExactly("0:VALUE");
    assertThat(run.takeChunk("me")).isNull();
  }

  @Test
  void givesBackWhatHasNotStartedBehindALongTask() {
    run.startNext(0, 0);
    run.endUserCode();
    value(run, 0);
    run.startNext(100, 0);

    assertThat(run.takeBackBehindLongTask("me", 100 + LONG - 1, LONG)).isNull();
    Run.Taken taken = run.takeBackBehindLongTask("me", 100 + LONG, LONG);
    assertThat(taken.from()).isEqualTo(2);
    assertThat(taken.to()).isEqualTo(4);
    assertThat(records(taken.chunk())).containsExactly("0:VALUE");
    assertThat(run.takeBackBehindLongTask("me", 200 + LONG, LONG)).as("nothing is left").isNull();
    run.endUserCode();
    assertThat(run.startNext(0, 0)).isEqualTo(-1);
  }

  @Test
  void keepsItsLinesBetweenTasks() {
    run.startNext(0, 0);
    run.endUserCode();

    assertThat(run.takeBackBehindLongTask("me", LONG * 9, LONG)).isNull();
    assertThat(run.startNext(LONG * 9, 0)).isEqualTo(1);
  }

  @Test
  void interruptsATaskWhoseTimeIsOver() {
    run.startNext(1_000, 0);
    run.limit(2_000_000);
    run.checkStop(2_000_999);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(run.stopping()).isFalse();

    run.checkStop(2_001_000);

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(run.stopping()).isTrue();
    assertThat(run.endUserCode())
        .isEqualTo(new Run.Stop(FailureKind.TIMEOUT, "no answer within 2 ms"));
  }

  @Test
  void interruptsATaskOnce() {
    run.startNext(0, 0);
    run.limit(1);
    run.checkStop(10);
    Thread.interrupted();
    run.checkStop(20);

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void interruptsNobodyWhenTheTaskHasEnded() {
    run.startNext(0, 0);
    run.limit(1);
    run.endUserCode();
    run.checkStop(10);

    assertThat(Thread.interrupted()).isFalse();
    assertThat(run.endUserCode()).isNull();
  }

  @Test
  void aTimeLimitIsNotTheNextTasks() {
    run.startNext(0, 0);
    run.limit(1);
    run.endUserCode();
    run.startNext(10, 0);
    run.checkStop(20);

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aStopIsNotTheNextTasks() {
    run.startNext(0, 0);
    run.limit(1);
    run.checkStop(10);
    run.endUserCode();
    Thread.interrupted();
    run.startNext(10, 0);

    assertThat(run.stopping()).isFalse();
    assertThat(run.endUserCode()).isNull();
  }

  @Test
  void interruptsTheTaskOfACancelledJob() {
    run.startNext(0, 0);
    job.facts(facts(true));
    run.checkStop(1);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.endUserCode()).isEqualTo(new Run.Stop(null, "enough"));
  }

  @Test
  void startsNothingMoreOfACancelledJobAndLosesNoLine() {
    run.startNext(0, 0);
    job.facts(facts(true));
    run.checkStop(1);
    Thread.interrupted();

    Run.Taken rest = run.takeBack("me");

    assertThat(rest.from()).isEqualTo(1);
    assertThat(rest.to()).as("the lines that did not start can be cancelled").isEqualTo(4);
    run.endUserCode();
    assertThat(run.startNext(2, 0)).isEqualTo(-1);
  }
}
